/** What the user configured: one record a table of the README. */
@NullMarked
package dev.steno.agent.config;

import org.jspecify.annotations.NullMarked;
