package dev.steno.smoke.openai;

import dev.steno.smoke.contract.Transcript;

/** One way to call the model. */
@FunctionalInterface
interface Shape {
  void call(Sdk sdk, Transcript out) throws Exception;
}
