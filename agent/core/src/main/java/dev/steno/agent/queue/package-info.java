/** The way from the application's threads to the writer's: bounded in bytes, never blocking. */
@NullMarked
package dev.steno.agent.queue;

import org.jspecify.annotations.NullMarked;
