/** The JDK's HTTP client ({@code java.net.http} of JDK 17 to 25). */
@NullMarked
package dev.steno.instrumentation.javahttpclient;

import org.jspecify.annotations.NullMarked;
