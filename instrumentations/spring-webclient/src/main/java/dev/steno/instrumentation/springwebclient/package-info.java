/** Spring's WebClient ({@code org.springframework:spring-webflux} 5.3.39 to 7.0.9). */
@NullMarked
package dev.steno.instrumentation.springwebclient;

import org.jspecify.annotations.NullMarked;
