package dev.steno.smoke.contract;

/** One way to call the model. */
@FunctionalInterface
public interface Shape {
  /** Calls it, and tells what was seen; what is thrown is told too. */
  void call(Model model, Transcript out) throws Exception;
}
