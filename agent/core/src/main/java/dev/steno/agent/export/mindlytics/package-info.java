/** Takes conversations to Mindlytics. */
@NullMarked
package dev.steno.agent.export.mindlytics;

import org.jspecify.annotations.NullMarked;
