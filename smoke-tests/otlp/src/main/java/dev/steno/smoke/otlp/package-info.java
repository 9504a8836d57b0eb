/** An application that has OpenTelemetry and OkHttp of its own. */
package dev.steno.smoke.otlp;
