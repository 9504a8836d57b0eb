/** Files that only the user reads who runs the process. */
@NullMarked
package dev.steno.agent.files;

import org.jspecify.annotations.NullMarked;
