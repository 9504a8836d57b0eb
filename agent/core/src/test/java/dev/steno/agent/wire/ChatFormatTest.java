package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chat completions, whole and streamed. */
class ChatFormatTest {
  private static final String CHAT = "/v1/chat/completions";

  @Test
  void readsAWholeAnswer() {
    Call call = Sample.files(CHAT, "chat-request.json", "chat-response.json").play();

    assertThat(call.operation()).isEqualTo("chat");
    assertThat(call.provider()).isEqualTo("openai");
    assertThat(call.requestModel()).isEqualTo("gpt-4o");
    assertThat(call.responseModel()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(call.responseId()).isEqualTo("chatcmpl-CsT9bq2Wn5GxPw7yJd1kVh0LrAzEu");
    assertThat(call.requestId()).isEqualTo("req_1");
    assertThat(call.httpStatus()).isEqualTo(200);
    assertThat(call.streaming()).isFalse();
    assertThat(call.timeToFirstChunkNanos()).isNull();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.failure()).isNull();
    assertThat(call.truncated()).isFalse();
    assertThat(call.usage()).isEqualTo(new Usage(80L, 25L, 40L, null, 5L));
    assertThat(call.finishReasons()).containsExactly("stop");
    assertThat(call.outputMessages())
        .containsExactly(
            new Message(
                "assistant",
                List.of(Part.text("Your order 4711 was sent — «soon» 😀.")),
                null,
                "stop"));
    assertThat(call.instrumentation()).containsExactly("openai-java");
  }

  @Test
  void readsTheRequest() {
    Call call = Sample.files(CHAT, "chat-request.json", "chat-response.json").play();

    assertThat(call.request())
        .containsExactly(
            entry("temperature", 0.2),
            entry("max_completion_tokens", 500),
            entry("n", 1),
            entry("stop", List.of("END")),
            entry("user", "u-17"),
            entry("metadata", Map.of("tenant", "acme")),
            entry("response_format", "json_schema"),
            entry("tool_choice", "auto"));
    assertThat(call.toolDefinitions())
        .containsExactly(
            Map.of(
                "type",
                "function",
                "name",
                "search_orders",
                "description",
                "Finds orders",
                "parameters",
                Map.of(
                    "type", "object", "properties", Map.of("customer", Map.of("type", "string")))),
            Map.of("type", "function", "name", "now"));
    assertThat(call.inputMessages())
        .extracting(Message::role)
        .containsExactly("system", "user", "assistant", "tool", "tool");
    assertThat(call.inputMessages().get(2).parts())
        .containsExactly(
            Part.toolCall("call_Nq1", "search_orders", Map.of("customer", "ada", "limit", 3)),
            Part.toolCall("call_Nq2", "now", "not json"));
    assertThat(call.inputMessages().get(3).parts())
        .containsExactly(
            Part.toolCallResponse("call_Nq1", "[{\"order\":4711,\"state\":\"sent\"}]"));
    assertThat(call.inputMessages().get(4).parts())
        .containsExactly(Part.toolCallResponse("call_Nq2", "12:\n30"));
  }

  @Test
  void keepsNoBinaryContent() {
    Call call = Sample.files(CHAT, "chat-request.json", "chat-response.json").play();

    Message user = call.inputMessages().get(1);
    assertThat(user.name()).isEqualTo("ada");
    assertThat(user.parts())
        .containsExactly(
            Part.text("Where is my order? 😀"),
            new Part("uri", Map.of("modality", "image", "uri", "https://shop.example/box.png")),
            blob(
                "image",
                "image/png",
                8,
                "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6"),
            blob(
                "audio",
                "audio/wav",
                4,
                "a40ff3d5900fb7698b8c865041347cb49eccedc8f93945f89629ad104aaecce4"),
            new Part("file", Map.of("modality", "document", "file_id", "file-abc123")),
            new Part(
                "blob",
                Map.of(
                    "modality",
                    "document",
                    "mime_type",
                    "application/pdf",
                    "filename",
                    "bill.pdf",
                    "size",
                    5L,
                    "sha256",
                    "38523c087796e5d5dd1cf9bad1fb026781a838dd9dd2cf8af58b9f6502a46778")));
  }

  private static Part blob(String modality, String mimeType, long size, String sha256) {
    return new Part(
        "blob",
        Map.of("modality", modality, "mime_type", mimeType, "size", size, "sha256", sha256));
  }

  @Test
  void putsInterleavedChoicesTogether() {
    Call call = Sample.files(CHAT, "chat-request.json", "chat-response.sse").play();

    assertThat(call.streaming()).isTrue();
    assertThat(call.timeToFirstChunkNanos()).isEqualTo(500);
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.truncated()).isFalse();
    assertThat(call.responseModel()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(call.usage()).isEqualTo(new Usage(11L, 9L, 0L, null, 0L));
    assertThat(call.finishReasons()).containsExactly("length", "stop");
    assertThat(call.outputMessages())
        .extracting(Message::text)
        .containsExactly("Grüße aus 東京 😀", "Hallo Welt");
  }

  @Test
  void putsToolCallsTogether() {
    Call call = Sample.files(CHAT, "chat-request.json", "chat-tools-response.sse").play();

    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            Part.toolCall("call_A1", "weather", Map.of("city", "Paris")),
            Part.toolCall("call_B2", "time", Map.of("zone", "CET")));
  }

  @Test
  void toleratesToolCallsWithoutIndex() {
    Call call =
        stream(
            "{'choices':[{'delta':{'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{'}}]}}]}",
            "{'choices':[{'delta':{'tool_calls':[{'function':{'arguments':'}'}}]}}]}",
            "{'choices':[{'delta':{'tool_calls':[{'id':'b','function':{'name':'g','arguments':'{}'}}]}}]}",
            "{'choices':[{'delta':{},'finish_reason':'tool_calls'}]}");

    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(Part.toolCall("a", "f", Map.of()), Part.toolCall("b", "g", Map.of()));
  }

  @Test
  void aLaterNullTakesNoFinishReasonBack() {
    Call call =
        stream(
            "{'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}",
            "{'choices':[{'index':0,'delta':{'content':''},'finish_reason':null}],'usage':{'prompt_tokens':3,'completion_tokens':1}}");

    assertThat(call.finishReasons()).containsExactly("stop");
    assertThat(call.usage()).isEqualTo(new Usage(3L, 1L, null, null, null));
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void readsTheVariantsOfOthers() {
    Call groq =
        stream(
            "{'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}],'x_groq':{'id':'r','usage':{'prompt_tokens':7,'completion_tokens':2}}}");
    Call deepSeek =
        stream(
            "{'choices':[{'index':0,'delta':{'reasoning_content':'Hm'}}]}",
            "{'choices':[{'index':0,'delta':{'reasoning_content':'m.'}}]}",
            "{'choices':[{'index':0,'delta':{'content':'Yes'},'finish_reason':'stop'}],'usage':{'prompt_tokens':9,'completion_tokens':4,'prompt_cache_hit_tokens':8}}");
    Call mistral =
        stream(
            "{'choices':[{'index':0,'delta':{'content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm.'}]},{'type':'text','text':'Yes'}]},'finish_reason':'stop'}],'usage':{'prompt_tokens':9,'completion_tokens':4,'num_cached_tokens':5}}");

    assertThat(groq.usage()).isEqualTo(new Usage(7L, 2L, null, null, null));
    assertThat(deepSeek.usage()).isEqualTo(new Usage(9L, 4L, 8L, null, null));
    assertThat(mistral.usage()).isEqualTo(new Usage(9L, 4L, 5L, null, null));
    assertThat(deepSeek.outputMessages().get(0).parts())
        .containsExactly(Part.reasoning("Hmm."), Part.text("Yes"));
    assertThat(mistral.outputMessages().get(0).parts())
        .containsExactly(Part.reasoning("Hm."), Part.text("Yes"));
  }

  @Test
  void readsRefusalReasoningAndTheOldFunctionCall() {
    Call call =
        Sample.chat(
                Sample.JSON,
                "{'choices':[{'message':{'role':'assistant','reasoning':'Hm.','refusal':'No.','content':null}},{'message':{'content':null,'function_call':{'name':'f','arguments':'{}'}},'finish_reason':'function_call'}]}"
                    .replace('\'', '"'))
            .play();

    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(Part.reasoning("Hm."), Part.of("refusal", "content", "No."));
    assertThat(call.outputMessages().get(1).parts())
        .containsExactly(Part.toolCall(null, "f", Map.of()));
    assertThat(call.finishReasons()).containsExactly("tool_call");
  }

  @Test
  void azureNamesTheModelInThePath() {
    Sample sample = Sample.files(CHAT, "chat-request.json", "chat-response.json");
    ExchangeReader reader =
        new ExchangeReader(
            Sample.exchange(
                "/openai/deployments/my-gpt/chat/completions",
                "acme.openai.azure.com",
                "openai-java"),
            Sample.BUDGET);
    byte[] request = Sample.bytes("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    reader.request(request, 0, request.length, Sample.JSON);
    reader.response(200, Sample.JSON, null, null);
    reader.body(sample.response(), 0, sample.response().length);
    Call call = reader.finish(Sample.ending(Ending.How.END_OF_BODY));

    assertThat(call.requestModel()).isEqualTo("my-gpt");
    assertThat(call.responseModel()).isEqualTo("gpt-4o-2024-08-06");
    assertThat(call.provider()).isEqualTo("azure.ai.openai");
  }

  private static Call stream(String... events) {
    StringBuilder stream = new StringBuilder();
    for (String event : events) {
      stream.append("data: ").append(event.replace('\'', '"')).append("\n\n");
    }
    return Sample.chat(Sample.SSE, stream + "data: [DONE]\n\n").play();
  }
}
