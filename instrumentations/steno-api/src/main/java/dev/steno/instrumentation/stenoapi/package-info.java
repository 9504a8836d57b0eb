/** What an application says with Steno's own API. */
@NullMarked
package dev.steno.instrumentation.stenoapi;

import org.jspecify.annotations.NullMarked;
