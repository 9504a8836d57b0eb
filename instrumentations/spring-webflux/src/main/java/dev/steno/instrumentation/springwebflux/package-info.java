/** Spring WebFlux as a server ({@code org.springframework:spring-web} 5.3.39 to 7.0.9). */
@NullMarked
package dev.steno.instrumentation.springwebflux;

import org.jspecify.annotations.NullMarked;
