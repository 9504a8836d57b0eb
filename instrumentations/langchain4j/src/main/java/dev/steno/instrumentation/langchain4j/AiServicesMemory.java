package dev.steno.instrumentation.langchain4j;

import dev.steno.agent.capture.Handoff;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A turn asks for its memory, by the id that the application gives with {@code @MemoryId}, and
 * which names the conversation.
 *
 * <p>Without an id, all of a service's memories are called {@code default}, though each may be a
 * user's; and of an id of the application's own type no text is made. Then the memory itself is the
 * conversation, and has an id of ours as long as it lives: LangChain4j keeps one for each id that
 * equals.
 */
final class AiServicesMemory implements Interceptor {
  private static final String NO_ID = "default";

  /** A turn whose conversation has no id of the application's. */
  private record Unnamed(Step agent) {}

  private static final Handoff<String> IDS = new Handoff<>();

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    Step agent = Recorder.enclosing(Kind.AGENT);
    if (agent == null) {
      return null;
    }
    AiServicesTurn turn = AiServicesTurn.of(agent);
    if (turn != null && !turn.remembers()) {
      return null;
    }
    String id = AiServicesTexts.ofScalar(arguments[0]);
    if (id == null || id.equals(NO_ID)) {
      return new Unnamed(agent);
    }
    agent.tell(Fact.CONVERSATION_ID, id);
    return null;
  }

  @Override
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (state instanceof Unnamed turn && returned != null) {
      turn.agent().tell(Fact.CONVERSATION_ID, id(returned));
    }
    return returned;
  }

  private static String id(Object memory) {
    synchronized (IDS) {
      String id = IDS.get(memory);
      if (id == null) {
        id = UUID.randomUUID().toString();
        IDS.put(memory, id);
      }
      return id;
    }
  }
}
