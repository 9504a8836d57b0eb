/** A program that keeps who speaks in its log's context and in OpenTelemetry's. */
package dev.steno.smoke.logcontext;
