/** Project Reactor ({@code io.projectreactor:reactor-core} 3.4.41 to 3.8.2). */
@NullMarked
package dev.steno.instrumentation.reactor;

import org.jspecify.annotations.NullMarked;
