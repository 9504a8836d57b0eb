package dev.steno.smoke.agentic;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.scope.AgenticScope;
import dev.langchain4j.agentic.scope.AgenticScopeAccess;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.util.concurrent.atomic.AtomicInteger;

/** The agents that work together. */
final class Team {
  private Team() {}

  /** Writes on a topic. */
  public interface Writer {
    @UserMessage("Write about {{topic}}")
    @Agent(name = "writer", description = "Writes about a topic")
    String write(@V("topic") String topic);
  }

  /** Makes what was written better. */
  public interface Editor {
    @UserMessage("Edit: {{story}}")
    @Agent(name = "editor", description = "Edits a story in a style")
    String edit(@V("story") String story, @V("round") int round);
  }

  /** Rhymes on a topic. */
  public interface Poet {
    @UserMessage("Rhyme about {{topic}}")
    @Agent(name = "poet", description = "Rhymes about a topic")
    String rhyme(@V("topic") String topic);
  }

  /** Paints a topic. */
  public interface Painter {
    @UserMessage("Paint {{topic}}")
    @Agent(name = "painter", description = "Paints a topic")
    String paint(@V("topic") String topic);
  }

  /** Sings of a topic, after the method's name. */
  public interface Singer {
    @UserMessage("Sing of {{topic}}")
    @Agent(description = "Sings of a topic")
    String sing(@V("topic") String topic);
  }

  /** Writes on a topic, word for word. */
  public interface Streamer {
    @UserMessage("Stream about {{topic}}")
    @Agent(name = "streamer", description = "Streams about a topic")
    TokenStream stream(@V("topic") String topic);
  }

  /** Rhymes and then streams, word for word to the application. */
  public interface Radio {
    @Agent(name = "radio", description = "Streams a story after a poem")
    TokenStream play(@V("topic") String topic);
  }

  /** All of them, as the application sees them. */
  public interface Newsroom extends AgenticScopeAccess {
    @Agent(name = "newsroom", description = "Publishes a story")
    String publish(@MemoryId int edition, @V("topic") String topic);
  }

  /** Is no assistant: it counts. */
  public static final class Counter {
    @Agent(name = "counter", description = "Counts letters")
    public int count(@V("story") String story, AgenticScope scope) {
      scope.writeState("letters", story.length());
      return story.length();
    }
  }

  /** Fails, always or at first. */
  public static final class Censor {
    private final AtomicInteger failures;

    Censor(int failures) {
      this.failures = new AtomicInteger(failures);
    }

    @Agent(name = "censor", description = "Refuses a story")
    public String refuse(@V("story") String story) {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("not this one: " + story);
      }
      return "passed";
    }
  }

  /** What an agent may call. */
  public static final class Orders {
    @Tool(name = "search_orders", value = "Searches a customer's orders")
    public String search(String customer, int limit) {
      return limit + " orders of " + customer;
    }
  }
}
