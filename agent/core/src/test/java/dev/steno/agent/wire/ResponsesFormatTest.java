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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** OpenAI Responses, whole and streamed. */
class ResponsesFormatTest {
  private static final String PATH = "/v1/responses";
  private static final Sample WHOLE =
      Sample.files(PATH, "responses-request.json", "responses-response.json");
  private static final Sample STREAM =
      Sample.files(PATH, "responses-request.json", "responses-response.sse");

  @Test
  void readsAWholeAnswer() {
    Call call = WHOLE.play();

    assertThat(call.operation()).isEqualTo("chat");
    assertThat(call.requestModel()).isEqualTo("gpt-5-mini");
    assertThat(call.responseModel()).isEqualTo("gpt-5-mini-2025-08-07");
    assertThat(call.responseId()).isEqualTo("resp_68f1c2d3");
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.truncated()).isFalse();
    assertThat(call.usage()).isEqualTo(new Usage(120L, 48L, 64L, null, 32L));
    assertThat(call.finishReasons()).containsExactly("stop");
    assertThat(call.outputMessages()).hasSize(1);
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            Part.reasoning("Look it up.\nThen answer."),
            new Part(
                "server_tool_call",
                Map.of(
                    "id",
                    "ws_1",
                    "name",
                    "web_search",
                    "server_tool_call",
                    Map.of(
                        "type",
                        "web_search_call",
                        "status",
                        "completed",
                        "action",
                        Map.of("type", "search", "query", "Paris weather")))),
            Part.text("It is 21 °C in Paris. 😀"));
  }

  @Test
  void readsTheRequest() {
    Call call = WHOLE.play();

    assertThat(call.systemInstructions()).containsExactly(Part.text("Be brief."));
    assertThat(call.request())
        .containsExactly(
            entry("reasoning.effort", "low"),
            entry("max_output_tokens", 300),
            entry("previous_response_id", "resp_0aa1"),
            entry("store", true),
            entry("conversation", Map.of("id", "conv_68f0")),
            entry("text.format", "json_schema"),
            entry("text.verbosity", "low"));
    assertThat(call.inputMessages())
        .containsExactly(
            said("user", Part.text("What is the weather in Paris?")),
            said("assistant", Part.reasoning("I should ask the tool.")),
            said("assistant", Part.toolCall("call_x1", "weather", Map.of("city", "Paris"))),
            said("tool", Part.toolCallResponse("call_x1", "{\"celsius\":21}")),
            said("assistant", Part.of("item_reference", "id", "msg_44")),
            said(
                "user",
                Part.text("And this picture?"),
                new Part("uri", Map.of("modality", "image", "uri", "https://example.org/p.jpg")),
                new Part("file", Map.of("modality", "document", "file_id", "file-9"))));
    assertThat(call.toolDefinitions()).hasSize(2).contains(Map.of("type", "web_search"));
  }

  private static Message said(String role, Part... parts) {
    return new Message(role, List.of(parts), null, null);
  }

  @Test
  void inputMayBeOneString() {
    Call call = WHOLE.request("{\"model\":\"m\",\"input\":\"Hi\"}").play();

    assertThat(call.inputMessages()).containsExactly(said("user", Part.text("Hi")));
  }

  @Test
  void theWholeResponseWinsOverItsPieces() {
    Call call = STREAM.play();

    assertThat(call.streaming()).isTrue();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.usage()).isEqualTo(new Usage(120L, 48L, 64L, null, 32L));
    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.outputMessages()).hasSize(1);
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            Part.reasoning("Look it up.\nThen answer."),
            Part.text("It is 21 °C in Paris. 😀"),
            Part.toolCall("call_z9", "weather", Map.of("city", "Lyon")));
  }

  @Test
  void piecesAreKeptWhenTheWholeNeverComes() {
    String stream = new String(STREAM.response(), StandardCharsets.UTF_8);
    String cut =
        stream.substring(0, stream.indexOf("event: response.function_call_arguments.done"));
    Call call = STREAM.response(Sample.bytes(cut)).play(Ending.How.CLOSED);

    assertThat(call.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(call.responseId()).isEqualTo("resp_68f1c2d3");
    assertThat(call.finishReasons()).isEmpty();
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(
            Part.reasoning("Look it up.\nThen answer."),
            Part.text("It is 21 °C in Paris. 😀"),
            Part.toolCall("call_z9", "weather", Map.of("city", "Lyon")));
    String early = stream.substring(0, stream.indexOf("event: response.output_text.done"));
    assertThat(STREAM.response(Sample.bytes(early)).play().outputMessages().get(0).text())
        .isEqualTo("It is 21 °C in Paris. 😀");
  }

  @Test
  void tellsWhyItIsIncomplete() {
    Call call =
        answer(
            "{'id':'resp_1','status':'incomplete','incomplete_details':{'reason':'max_output_tokens'},'output':[{'type':'message','content':[{'type':'output_text','text':'It'},{'type':'refusal','refusal':'no'}]}]}");

    assertThat(call.finishReasons()).containsExactly("length");
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(Part.text("It"), Part.of("refusal", "content", "no"));
  }

  @Test
  void failsWhenTheResponseFailed() {
    Call whole =
        answer(
            "{'id':'resp_1','status':'failed','error':{'code':'server_error','message':'Oops'},'output':[]}");
    Call streamed =
        Sample.text(
                PATH,
                "{}",
                Sample.SSE,
                """
                event: response.output_text.delta
                data: {"type":"response.output_text.delta","output_index":0,"delta":"Hal"}

                event: error
                data: {"type":"error","code":"ERR_SOMETHING","message":"Went wrong","param":null}

                """)
            .play();

    assertThat(whole.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(whole.failure()).isEqualTo(new Failure("server_error", "Oops", 200));
    assertThat(streamed.failure()).isEqualTo(new Failure("ERR_SOMETHING", "Went wrong", 200));
    assertThat(streamed.outputMessages().get(0).text()).isEqualTo("Hal");
  }

  @Test
  void keepsNoGeneratedImage() {
    String image = "iVBORw0KGgo" + "A".repeat(4_000_001);
    Call call =
        answer(
            "{'status':'completed','output':[{'type':'image_generation_call','id':'ig_1','result':'"
                + image
                + "'}],'usage':{'input_tokens':1,'output_tokens':2}}");

    assertThat(call.truncated()).isFalse();
    assertThat(call.usage()).isEqualTo(new Usage(1L, 2L, null, null, null));
    Object result =
        Tree.map(call.outputMessages().get(0).parts().get(0).fields(), "server_tool_call")
            .get("result");
    assertThat(Tree.map(result)).containsEntry("size", 3_000_009L).containsKey("sha256");
  }

  private static Call answer(String json) {
    return Sample.text(PATH, "{}", Sample.JSON, json.replace('\'', '"')).play();
  }
}
