/** Apache's HTTP client ({@code org.apache.httpcomponents:httpclient} 4.3.6 to 4.5.14). */
@NullMarked
package dev.steno.instrumentation.apachehttpclient4;

import org.jspecify.annotations.NullMarked;
