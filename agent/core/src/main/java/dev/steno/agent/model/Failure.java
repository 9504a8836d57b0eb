package dev.steno.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a call failed.
 *
 * @param type the provider's error type or code, or the exception's class name
 * @param message what the provider or the exception said; null when nothing was said
 * @param status the HTTP status, or null when there was no answer
 */
public record Failure(String type, @Nullable String message, @Nullable Integer status) {}
