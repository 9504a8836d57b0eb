package dev.steno.agent.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call that is none of a model: of a tool, a retrieval, an agent or a guardrail.
 * JSON trees are Strings, Numbers, Booleans, Lists and Maps with String keys, not to be changed.
 */
public sealed interface Detail {
  /**
   * A tool that was run.
   *
   * @param name the tool's name, or null
   * @param type {@code mcp} for one behind the Model Context Protocol; null for a function
   * @param callId the id of the model's request for it, or null
   * @param arguments what it was called with, a JSON tree, or null
   * @param result what it gave, a JSON tree, or null
   * @param latencySource {@code measured}, or {@code inferred} from the calls around it
   */
  record Tool(
      @Nullable String name,
      @Nullable String type,
      @Nullable String callId,
      @Nullable Object arguments,
      @Nullable Object result,
      String latencySource)
      implements Detail {}

  /**
   * A search for what a model is to know.
   *
   * @param query what was searched for, or null
   * @param documents what was found, in order; null when that is not known
   */
  record Retrieval(@Nullable String query, @Nullable List<Document> documents) implements Detail {}

  /**
   * Something that was found.
   *
   * @param id its id, or null
   * @param score how well it fits, as the source counts it, or null
   * @param content its text, or null
   */
  record Document(@Nullable String id, @Nullable Double score, @Nullable String content) {}

  /**
   * An agent that another one called.
   *
   * @param name its name, or null
   * @param input what it was asked, or null
   * @param output what it answered, or null
   * @param properties other facts: Strings, Numbers and Booleans by name
   */
  record Agent(
      @Nullable String name,
      @Nullable String input,
      @Nullable String output,
      Map<String, @Nullable Object> properties)
      implements Detail {}

  /**
   * A check of what goes to a model or comes from it.
   *
   * @param name its name, or null
   * @param result what it found, a JSON tree, or null
   */
  record Guardrail(@Nullable String name, @Nullable Object result) implements Detail {}
}
