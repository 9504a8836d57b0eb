package dev.steno.smoke.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.util.List;
import java.util.UUID;

/** AI services as applications declare them. */
public final class Assistants {
  private Assistants() {}

  /** Knows each customer. */
  public interface ByText {
    @SystemMessage("You are the assistant of a shop.")
    Result<String> ask(@MemoryId String customer, @UserMessage String question);
  }

  /** Knows each customer. */
  public interface ByNumber {
    String ask(@MemoryId int customer, @UserMessage String question);
  }

  /** Knows each customer. */
  public interface ByUuid {
    String ask(@MemoryId UUID customer, @UserMessage String question);
  }

  /** Knows nobody. */
  public interface Plain {
    String ask(String question);
  }

  /** Streams its answers. */
  public interface Streaming {
    TokenStream ask(String question);
  }

  /** Streams its answers to each customer. */
  public interface StreamingByText {
    TokenStream ask(@MemoryId String customer, @UserMessage String question);
  }

  /** Has a method that uses another of its methods. */
  public interface Helpful {
    String ask(String question);

    default String askPolitely(String question) {
      return ask(question) + " You are welcome.";
    }
  }

  /** Is a tool of another. */
  public interface Translator {
    @UserMessage("[translated] Translate: {{text}}")
    String translate(@V("text") String text);
  }

  /** How a customer feels. */
  public enum Mood {
    GLAD,
    ANGRY
  }

  /** A customer as the model reads it from a text. */
  public static final class Customer {
    public String name;
    public int orders;

    @Override
    public String toString() {
      return name + " with " + orders;
    }
  }

  /** Gives all types that are not streamed. */
  public interface Reading {
    String text(String question);

    Result<String> result(String question);

    AiMessage message(String question);

    Customer customer(String question);

    Result<Customer> resultOfCustomer(String question);

    Mood mood(String question);

    boolean isGlad(String question);

    int number(String question);

    List<String> lines(String question);
  }

  /** Fills what the user says into a text of its own. */
  public interface Templated {
    @SystemMessage("You translate into {{language}}.")
    @UserMessage("[templated] Translate into {{language}}: {{text}}")
    String translate(@V("language") String language, @V("text") String text);
  }
}
