/**
 * What happens on the application's threads: the begin and the end of a call, and copies of its
 * bytes.
 */
@NullMarked
package dev.steno.agent.capture;

import org.jspecify.annotations.NullMarked;
