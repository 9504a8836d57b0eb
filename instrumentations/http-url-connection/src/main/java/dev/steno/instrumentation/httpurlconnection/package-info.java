/** The JDK's {@code HttpURLConnection} (JDK 17 to 25). */
@NullMarked
package dev.steno.instrumentation.httpurlconnection;

import org.jspecify.annotations.NullMarked;
