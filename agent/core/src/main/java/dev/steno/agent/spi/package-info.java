/** What an instrumentation is written against. */
@NullMarked
package dev.steno.agent.spi;

import org.jspecify.annotations.NullMarked;
