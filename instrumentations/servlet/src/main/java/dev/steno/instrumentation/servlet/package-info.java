/** Servlets and filters, of {@code javax.servlet} and of {@code jakarta.servlet}. */
@NullMarked
package dev.steno.instrumentation.servlet;

import org.jspecify.annotations.NullMarked;
