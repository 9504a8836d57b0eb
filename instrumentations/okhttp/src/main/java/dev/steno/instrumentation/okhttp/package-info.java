/** OkHttp ({@code com.squareup.okhttp3:okhttp} 3.14 to 5.5). */
@NullMarked
package dev.steno.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
