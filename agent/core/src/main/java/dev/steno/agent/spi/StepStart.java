package dev.steno.agent.spi;

/**
 * What an instrumentation knows of a step when it begins.
 *
 * @param instrumentation the instrumentation's name
 * @param kind what the step is
 * @param key the library's object that stands for the step; a step that begins directly inside of
 *     one with the same key is that same step
 * @param fallback whether it is recorded only when nothing of its kind is recorded inside of it;
 *     always so for a {@link Step.Kind#MODEL}
 */
public record StepStart(String instrumentation, Step.Kind kind, Object key, boolean fallback) {
  /** Of a step that is recorded in any case; a model's is not. */
  public static StepStart of(String instrumentation, Step.Kind kind, Object key) {
    return new StepStart(instrumentation, kind, key, kind == Step.Kind.MODEL);
  }
}
