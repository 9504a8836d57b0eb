package dev.steno.smoke.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model's server sends, in OpenAI's shapes.
 *
 * @param id the answer's id
 * @param round which one of its turn it is: more tokens go into each
 */
record Answers(String id, int round) {
  private static final String MODEL = "gpt-4o-2024-08-06";

  /** The same vector for whatever it is asked. */
  static String embeddings(JsonNode request) {
    ObjectNode answer = object().put("object", "list").put("model", "text-embedding-3-small");
    ArrayNode data = answer.putArray("data");
    int inputs = request.path("input").isArray() ? request.path("input").size() : 1;
    for (int i = 0; i < inputs; i++) {
      ObjectNode embedding = data.addObject().put("object", "embedding").put("index", i);
      embedding.putArray("embedding").add(1.0).add(0.0).add(0.0).add(0.0);
    }
    answer.putObject("usage").put("prompt_tokens", 9).put("total_tokens", 9);
    return answer.toString();
  }

  /** An answer in one piece. */
  String whole(Round does) {
    ObjectNode answer = head("chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    if (does instanceof Round.Says says) {
      message.put("content", says.text());
      choice.put("finish_reason", "stop");
    } else if (does instanceof Round.Wants wants) {
      message.putNull("content");
      wishes(message, wants, false);
      choice.put("finish_reason", "tool_calls");
    } else {
      throw new IllegalStateException("only a stream does " + does);
    }
    answer.set("usage", usage());
    return answer.toString();
  }

  /** An answer in events: one for each word, or for each half of a wish. */
  List<String> events(Round does) {
    List<String> events = new ArrayList<>();
    events.add(event(object().put("role", "assistant"), null));
    if (does instanceof Round.Wants wants) {
      ObjectNode delta = object();
      wishes(delta, wants, true);
      events.add(event(delta, null));
      events.add(event(object(), "tool_calls"));
      events.add(last());
      events.add("data: [DONE]\n\n");
      return events;
    }
    for (String word : text(does).split("(?<= )", -1)) {
      events.add(event(object().put("content", word), null));
    }
    if (does instanceof Round.Says) {
      events.add(event(object(), "stop"));
      events.add(last());
      events.add("data: [DONE]\n\n");
    } else if (does instanceof Round.Fails) {
      events.add(
          "data: {\"error\":{\"message\":\"the model is gone\",\"type\":\"server_error\",\"code\":null}}\n\n");
    }
    return events;
  }

  private static String text(Round does) {
    if (does instanceof Round.Says says) {
      return says.text();
    }
    if (does instanceof Round.Fails fails) {
      return fails.text();
    }
    if (does instanceof Round.Breaks breaks) {
      return breaks.text();
    }
    return ((Round.Endless) does).text();
  }

  private void wishes(ObjectNode message, Round.Wants wants, boolean streamed) {
    ArrayNode calls = message.putArray("tool_calls");
    int index = 0;
    for (Round.Wish wish : wants.wishes()) {
      ObjectNode call = calls.addObject();
      if (streamed) {
        call.put("index", index);
      }
      call.put("id", "call_" + round + "_" + index).put("type", "function");
      call.putObject("function").put("name", wish.tool()).put("arguments", wish.arguments());
      index++;
    }
  }

  private String event(ObjectNode delta, String finish) {
    ObjectNode event = head("chat.completion.chunk");
    ObjectNode choice = event.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    event.putNull("usage");
    return "data: " + event + "\n\n";
  }

  private String last() {
    ObjectNode event = head("chat.completion.chunk");
    event.putArray("choices");
    event.set("usage", usage());
    return "data: " + event + "\n\n";
  }

  private ObjectNode head(String object) {
    return object()
        .put("id", id)
        .put("object", object)
        .put("created", 1_763_500_000)
        .put("model", MODEL);
  }

  private ObjectNode usage() {
    int input = 100 + 10 * round;
    int output = 5 + round;
    return object()
        .put("prompt_tokens", input)
        .put("completion_tokens", output)
        .put("total_tokens", input + output);
  }

  private static ObjectNode object() {
    return ScriptedModel.JSON.createObjectNode();
  }
}
