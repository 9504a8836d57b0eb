package dev.steno.smoke.langchain4j;

import dev.steno.smoke.contract.Transcript;

/** One way to use AI services. */
@FunctionalInterface
public interface Shape {
  /** Uses them, and tells what was seen; what is thrown is told too. */
  void run(Setting setting, Transcript out) throws Exception;
}
