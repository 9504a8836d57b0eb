package dev.steno.agent.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what one wire format says into a call: one object a call, each method in its turn. */
interface Format {
  /** The request: a JSON object, or a form whose files are what {@link Binary#toTree} makes. */
  void request(Map<String, @Nullable Object> tree, CallBuilder call);

  /** A whole answer. */
  void response(Map<String, @Nullable Object> tree, CallBuilder call);

  /** One event of a streamed answer; {@code name} is its {@code event:} field, or null. */
  default void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {}

  /** An answer that is plain text. */
  default void text(String text, CallBuilder call) {}

  /** An answer that is binary. */
  default void binary(Binary binary, CallBuilder call) {}

  /** The answer is over: what was collected from events goes into the call. */
  default void finish(CallBuilder call) {}
}
