/** What {@code java -jar steno.jar} does: says how recording goes, and sends again what waits. */
@NullMarked
package dev.steno.agent.command;

import org.jspecify.annotations.NullMarked;
