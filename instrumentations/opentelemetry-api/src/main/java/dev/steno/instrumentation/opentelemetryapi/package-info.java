/** Baggage and spans of an application ({@code io.opentelemetry:opentelemetry-api} 1). */
@NullMarked
package dev.steno.instrumentation.opentelemetryapi;

import org.jspecify.annotations.NullMarked;
