/** The console exporter: a line an interaction, for people. */
@NullMarked
package dev.steno.agent.export.console;

import org.jspecify.annotations.NullMarked;
