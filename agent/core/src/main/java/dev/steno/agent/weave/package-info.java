/**
 * The only package that knows byte code: finds the classes to hook, weaves them, links woven calls.
 */
@NullMarked
package dev.steno.agent.weave;

import org.jspecify.annotations.NullMarked;
