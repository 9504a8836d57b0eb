/** Sends to any OpenTelemetry backend: spans, metrics and events of the GenAI conventions. */
@NullMarked
package dev.steno.agent.export.otlp;

import org.jspecify.annotations.NullMarked;
