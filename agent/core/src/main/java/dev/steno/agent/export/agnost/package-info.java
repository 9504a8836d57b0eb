/** Takes conversations to Agnost AI. */
@NullMarked
package dev.steno.agent.export.agnost;

import org.jspecify.annotations.NullMarked;
