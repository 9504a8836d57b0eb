/** Where interactions go: one exporter a destination. */
@NullMarked
package dev.steno.agent.export;

import org.jspecify.annotations.NullMarked;
