/**
 * Apache's HTTP client ({@code org.apache.httpcomponents.client5:httpclient5} 5.0.4 to 5.6.5),
 * blocking and asynchronous.
 */
@NullMarked
package dev.steno.instrumentation.apachehttpclient5;

import org.jspecify.annotations.NullMarked;
