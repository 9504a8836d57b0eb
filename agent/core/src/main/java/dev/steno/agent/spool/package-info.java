/**
 * What waits for the exporters on disk: records in segments, of this process and of crashed ones.
 */
@NullMarked
package dev.steno.agent.spool;

import org.jspecify.annotations.NullMarked;
