package dev.steno.smoke.openai;

/** One way to call the model. */
@FunctionalInterface
interface Shape {
  void call(Sdk sdk, Transcript out) throws Exception;
}
