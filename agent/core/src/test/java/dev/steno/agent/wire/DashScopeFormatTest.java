package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alibaba's native DashScope. */
class DashScopeFormatTest {
  private static final Sample WHOLE =
      Sample.files(Sample.DASHSCOPE, "dashscope-request.json", "dashscope-response.json");
  private static final Sample STREAM =
      Sample.files(Sample.DASHSCOPE, "dashscope-request.json", "dashscope-response.sse");

  @Test
  void readsWholeAndStreamedAnswersAlike() {
    for (Sample sample : List.of(WHOLE, STREAM)) {
      Call call = sample.play();

      assertThat(call.operation()).isEqualTo("chat");
      assertThat(call.requestModel()).isEqualTo("qwen-plus");
      assertThat(call.responseId()).isEqualTo("902fee3b-f7f0-9a8c-96a1-6b4ea25af114");
      assertThat(call.streaming()).isEqualTo(sample == STREAM);
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
      assertThat(call.truncated()).isFalse();
      assertThat(call.usage()).isEqualTo(new Usage(22L, 16L, 10L, null, 4L));
      assertThat(call.outputMessages())
          .containsExactly(
              new Message(
                  "assistant",
                  List.of(Part.reasoning("Hm."), Part.text("Eine «Schachtel» 😀")),
                  null,
                  "stop"));
    }
  }

  @Test
  void readsTheRequest() {
    Call call = WHOLE.play();

    assertThat(call.request())
        .containsOnly(
            entry("temperature", 0.3),
            entry("top_p", 0.8),
            entry("result_format", "message"),
            entry("incremental_output", false),
            entry("enable_search", false));
    assertThat(call.toolDefinitions())
        .containsExactly(
            Map.of("type", "function", "name", "search", "parameters", Map.of("type", "object")));
    assertThat(call.inputMessages())
        .extracting(Message::role)
        .containsExactly("system", "user", "assistant", "tool");
    List<Part> user = call.inputMessages().get(1).parts();
    assertThat(user.get(0)).isEqualTo(Part.text("Was ist das? 😀"));
    assertThat(user.get(1))
        .isEqualTo(
            new Part("uri", Map.of("modality", "image", "uri", "https://shop.example/box.png")));
    assertThat(user.get(2).fields())
        .containsEntry("mime_type", "image/png")
        .containsEntry("size", 8L)
        .doesNotContainKey("uri");
    assertThat(call.inputMessages().get(2).parts())
        .containsExactly(Part.toolCall("call_1", "search", Map.of("q", "box")));
    assertThat(call.inputMessages().get(3).parts())
        .containsExactly(Part.toolCallResponse("call_1", "a box"));
  }

  @Test
  void findsOutWhetherChunksAreCumulative() {
    String whole = "{'output':{'choices':[{'message':{'content':'%s'},'finish_reason':'%s'}]}}";

    assertThat(stream(null, whole, "a", "ab", "ab", "abc", "")).isEqualTo("abc");
    assertThat(stream(null, whole, "a", "b", "bc", "abbcd")).isEqualTo("abbcabbcd");
    assertThat(stream(false, whole, "x", "ab", "abc")).isEqualTo("abc");
    assertThat(stream(true, whole, "ha", "ha", "haha", "")).isEqualTo("hahahaha");
    String text = "{'output':{'text':'%s','finish_reason':'%s'}}";
    assertThat(stream(null, text, "a", "ab", "abc")).isEqualTo("abc");
    String parts =
        "{'output':{'choices':[{'message':{'content':[{'text':'%s'}]},'finish_reason':'%s'}]}}";
    assertThat(stream(true, parts, "a", "b")).isEqualTo("ab");
  }

  private static String stream(Boolean incremental, String event, String... texts) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      String data = event.formatted(texts[i], i == texts.length - 1 ? "stop" : "null");
      stream.append("event:result\ndata:").append(data.replace('\'', '"')).append("\n\n");
    }
    String parameters = incremental == null ? "" : "\"incremental_output\":" + incremental;
    Call call =
        Sample.text(
                Sample.DASHSCOPE, "{\"parameters\":{" + parameters + "}}", Sample.SSE, stream + "")
            .play();
    assertThat(call.finishReasons()).containsExactly("stop");
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    return call.outputMessages().get(0).text();
  }

  @Test
  void putsToolCallsTogether() {
    String first =
        "{'output':{'choices':[{'message':{'content':'','tool_calls':[{'index':0,'id':'call_1','type':'function','function':{'name':'f','arguments':'{\\'a\\''}}]},'finish_reason':'null'}]}}";
    String rest =
        "{'output':{'choices':[{'message':{'content':'','tool_calls':[{'index':0,'id':'','type':'function','function':{'arguments':': 1}'}}]},'finish_reason':'tool_calls'}]}}";
    String stream = "data:" + first + "\n\ndata:" + rest + "\n\n";
    Call call =
        Sample.text(
                Sample.DASHSCOPE,
                "{\"parameters\":{\"incremental_output\":true}}",
                Sample.SSE,
                stream.replace('\'', '"'))
            .play();

    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(Part.toolCall("call_1", "f", Map.of("a", 1)));
  }

  @Test
  void readsApplications() {
    Sample sample =
        Sample.files(
            Sample.DASHSCOPE_APP, "dashscope-app-request.json", "dashscope-app-response.sse");
    Call call = sample.play();

    assertThat(call.request())
        .containsOnly(entry("incremental_output", true), entry("session_id", "s-17"));
    assertThat(call.inputMessages().get(0).text()).isEqualTo("Hi");
    assertThat(call.outputMessages().get(0).text()).isEqualTo("haha!");
    assertThat(call.finishReasons()).containsExactly("stop");
    assertThat(call.result()).containsOnly(entry("session_id", "s-18"));
    assertThat(call.responseModel()).isEqualTo("qwen-max");
    assertThat(call.usage()).isEqualTo(new Usage(9L, 4L, null, null, null));
    Call whole =
        Sample.text(
                Sample.DASHSCOPE_APP,
                "{\"input\":{\"prompt\":\"Hi\"}}",
                Sample.JSON,
                "{\"output\":{\"finish_reason\":\"stop\",\"text\":\"Yo\",\"session_id\":\"s\"},\"request_id\":\"r\"}")
            .play();
    assertThat(whole.outputMessages().get(0).text()).isEqualTo("Yo");
    assertThat(whole.usage()).isNull();
  }

  @Test
  void readsEmbeddingsAndRerankings() {
    Call vectors =
        Sample.files(
                Sample.DASHSCOPE_EMBEDDINGS,
                "dashscope-embeddings-request.json",
                "dashscope-embeddings-response.json")
            .play();
    Call ranks =
        Sample.text(
                "/api/v1/services/rerank/text-rerank/text-rerank",
                "{\"model\":\"gte-rerank\",\"input\":{\"query\":\"q\",\"documents\":[\"a\",\"b\"]},\"parameters\":{\"top_n\":1}}",
                Sample.JSON,
                "{\"output\":{\"results\":[{\"index\":1,\"relevance_score\":0.5,\"document\":{\"text\":\"b\"}}]},\"usage\":{\"total_tokens\":9},\"request_id\":\"r\"}")
            .play();

    assertThat(vectors.operation()).isEqualTo("embeddings");
    assertThat(vectors.inputMessages().get(0).parts()).hasSize(2);
    assertThat(vectors.result()).containsOnly(entry("count", 2L), entry("dimensions", 4L));
    assertThat(vectors.usage()).isEqualTo(new Usage(6L, null, null, null, null));
    assertThat(ranks.operation()).isEqualTo("rerank");
    assertThat(ranks.inputMessages().get(0).text()).isEqualTo("q");
    assertThat(ranks.request()).containsOnly(entry("top_n", 1), entry("document_count", 2L));
    assertThat(ranks.result()).containsEntry("count", 1L);
    assertThat(ranks.usage()).isEqualTo(new Usage(9L, null, null, null, null));
  }

  @Test
  void theNewestOfManyMessagesAreKept() {
    StringBuilder messages = new StringBuilder("{\"role\":\"system\",\"content\":\"first\"}");
    for (int i = 0; i < 1000; i++) {
      messages
          .append(",{\"role\":\"user\",\"content\":\"")
          .append("z".repeat(500))
          .append(i)
          .append("\"}");
    }
    Call call =
        WHOLE
            .request("{\"model\":\"m\",\"input\":{\"messages\":[" + messages + "]}}")
            .play(Ending.How.END_OF_BODY, 4096, 64 * 1024);

    assertThat(call.inputMessages().get(0).text()).isEqualTo("first");
    assertThat(call.inputMessages().get(call.inputMessages().size() - 1).text()).endsWith("z999");
  }

  @Test
  void readsErrors() {
    String error = "{\"code\":\"InvalidApiKey\",\"message\":\"No such key\",\"request_id\":\"r\"}";
    Failure told = new Failure("InvalidApiKey", "No such key", 401);
    Sample refused = WHOLE.response(Sample.bytes(error)).status(401);
    String event = "id:1\nevent:error\n:HTTP_STATUS/401\ndata:" + error + "\n\n";

    assertThat(refused.play().failure()).isEqualTo(told);
    assertThat(STREAM.response(Sample.bytes(event)).status(401).play().failure()).isEqualTo(told);
    assertThat(STREAM.response(Sample.bytes(error)).status(401).play().failure()).isEqualTo(told);
    Call late = STREAM.response(Sample.bytes(event)).play();
    assertThat(late.failure()).isEqualTo(new Failure("InvalidApiKey", "No such key", 200));
    assertThat(refused.status(200).play().failure().type()).isEqualTo("InvalidApiKey");
  }

  @Test
  void cutStreamsKeepWhatTheySaid() {
    String text = new String(STREAM.response(), StandardCharsets.ISO_8859_1);
    Sample cut = STREAM.response(Arrays.copyOf(STREAM.response(), text.indexOf("id:3") + 40));

    Call cancelled = cut.play(Ending.How.CLOSED);
    assertThat(cancelled.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(cancelled.outputMessages().get(0).text()).isEqualTo("Eine");
    assertThat(cancelled.usage()).isEqualTo(new Usage(22L, 3L, null, null, null));
    assertThat(cut.play().failure().type()).isEqualTo("incomplete_response");
  }
}
