package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models that are invoked on Bedrock, family by family. */
class InvokeFormatTest {
  private static final String ARN =
      "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fabc/invoke";

  private static Call whole(String request, String answer) {
    return Sample.text(ARN, request.replace('\'', '"'), Sample.JSON, answer.replace('\'', '"'))
        .play();
  }

  @Test
  void readsNova() {
    Call whole = Sample.files(ARN, "nova-request.json", "nova-response.json").play();
    Call stream = stream(Sample.NOVA_STREAM, "nova-request.json", "nova-response.chunks").play();

    for (Call call : List.of(whole, stream)) {
      assertThat(call.operation()).isEqualTo("chat");
      assertThat(call.request())
          .containsOnly(entry("maxTokens", 50), entry("topK", 20), entry("temperature", 0.7));
      assertThat(call.systemInstructions()).containsExactly(Part.text("Be brief."));
      assertThat(call.inputMessages().get(0).text()).isEqualTo("Hi");
      assertThat(call.outputMessages())
          .containsExactly(new Message("assistant", List.of(Part.text("Hello 😀")), null, "stop"));
      assertThat(call.usage()).isEqualTo(new Usage(8L, 7L, 3L, 0L, null));
      assertThat(call.truncated()).isFalse();
    }
    assertThat(whole.requestModel())
        .isEqualTo("arn:aws:bedrock:us-east-1:1:application-inference-profile/abc");
    assertThat(stream.requestModel()).isEqualTo("amazon.nova-lite-v1:0");
    assertThat(stream.streaming()).isTrue();
  }

  private static Sample stream(String path, String request, String answer) {
    return Sample.files(Sample.bedrock(path), request, answer);
  }

  @Test
  void readsTitan() {
    Call whole = Sample.files(ARN, "titan-request.json", "titan-response.json").play();
    Call stream = stream(Sample.TITAN_STREAM, "titan-request.json", "titan-response.chunks").play();

    for (Call call : List.of(whole, stream)) {
      assertThat(call.operation()).isEqualTo("text_completion");
      assertThat(call.request())
          .containsOnly(
              entry("temperature", 0.2),
              entry("topP", 0.8),
              entry("maxTokenCount", 20),
              entry("stopSequences", List.of("User:")));
      assertThat(call.inputMessages().get(0).text()).isEqualTo("User: Hi\nBot:");
      assertThat(call.outputMessages().get(0).text()).isEqualTo(" Hello there");
      assertThat(call.finishReasons()).containsExactly("stop");
      assertThat(call.usage()).isEqualTo(new Usage(6L, 4L, null, null, null));
    }
  }

  @Test
  void readsLlama() {
    Call whole = Sample.files(ARN, "llama-request.json", "llama-response.json").play();
    Call stream = stream(Sample.LLAMA_STREAM, "llama-request.json", "llama-response.chunks").play();

    for (Call call : List.of(whole, stream)) {
      assertThat(call.operation()).isEqualTo("text_completion");
      assertThat(call.request())
          .containsOnly(entry("max_gen_len", 512), entry("temperature", 0.5), entry("top_p", 0.9));
      assertThat(call.inputMessages().get(0).text()).isEqualTo("<|user|>Hi<|assistant|>");
      assertThat(call.outputMessages().get(0).text()).isEqualTo("Hello you");
      assertThat(call.finishReasons()).containsExactly("length");
      assertThat(call.usage()).isEqualTo(new Usage(9L, 3L, null, null, null));
    }
  }

  @Test
  void readsMistral() {
    Call stream =
        stream(Sample.MISTRAL_STREAM, "mistral-request.json", "mistral-response.chunks").play();
    Call chat =
        whole(
            "{'messages':[{'role':'user','content':'Hi'}]}",
            "{'choices':[{'index':0,'message':{'role':'assistant','content':'Yo'},'stop_reason':'length'}]}");
    Call text =
        whole(
            "{'prompt':'<s>[INST] Hi [/INST]','max_tokens':5}",
            "{'outputs':[{'text':' Yo','stop_reason':'stop'}]}");

    assertThat(stream.operation()).isEqualTo("chat");
    assertThat(stream.responseModel()).isEqualTo("mistral-large-2407");
    assertThat(stream.outputMessages().get(0).text()).isEqualTo("Hello");
    assertThat(stream.finishReasons()).containsExactly("stop");
    assertThat(stream.usage()).isEqualTo(new Usage(8L, 2L, null, null, null));
    assertThat(chat.outputMessages().get(0).text()).isEqualTo("Yo");
    assertThat(chat.finishReasons()).containsExactly("length");
    assertThat(text.inputMessages().get(0).text()).isEqualTo("<s>[INST] Hi [/INST]");
    assertThat(text.outputMessages().get(0).text()).isEqualTo(" Yo");
    assertThat(text.finishReasons()).containsExactly("stop");
  }

  @Test
  void readsJambaAndDeepSeek() {
    Call jamba =
        whole(
            "{'messages':[{'role':'user','content':'Hi'}],'n':1}",
            "{'id':'cmpl-1','choices':[{'index':0,'message':{'role':'assistant','content':'Yo'},'finish_reason':'stop'}],'usage':{'prompt_tokens':3,'completion_tokens':2}}");
    Call deepSeek = whole("{'prompt':'Hi'}", "{'choices':[{'text':'Yo','stop_reason':'length'}]}");

    assertThat(jamba.outputMessages().get(0).text()).isEqualTo("Yo");
    assertThat(jamba.usage()).isEqualTo(new Usage(3L, 2L, null, null, null));
    assertThat(deepSeek.outputMessages().get(0).text()).isEqualTo("Yo");
    assertThat(deepSeek.finishReasons()).containsExactly("length");
  }

  @Test
  void readsOlderFamilies() {
    for (String answer :
        List.of(
            "{'completion':'Yo','stop_reason':'stop_sequence'}",
            "{'generations':[{'id':'g','text':'Yo','finish_reason':'COMPLETE'}]}",
            "{'completions':[{'data':{'text':'Yo'},'finishReason':{'reason':'stop'}}]}")) {
      Call call = whole("{'prompt':'Hi'}", answer);
      assertThat(call.outputMessages().get(0).text()).isEqualTo("Yo");
      assertThat(call.finishReasons()).containsExactly("stop");
    }
  }

  @Test
  void aStreamOfAnthropicEndsAndIsMeasured() {
    Call call =
        stream(
                "anthropic.claude-3/invoke-with-response-stream",
                "anthropic-invoke-request.json",
                "anthropic-invoke-response.chunks")
            .play();

    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.truncated()).isFalse();
    assertThat(call.requestModel()).isEqualTo("anthropic.claude-3");
    assertThat(call.usage().inputTokens()).isEqualTo(8);
    assertThat(call.usage().outputTokens()).isEqualTo(4);
  }

  @Test
  void embeddingsAreCountedAndNotKept() {
    Call titan =
        Sample.text(
                "/model/amazon.titan-embed-text-v2%3A0/invoke",
                "{\"inputText\":\"Hi\",\"dimensions\":4,\"normalize\":true}", Sample.JSON, "")
            .response(Sample.file("titan-embed-response.json"))
            .play();
    Call unnamed = whole("{'inputText':'Hi'}", "{'embedding':[0.1,0.2],'inputTextTokenCount':1}");
    Call cohere =
        whole(
            "{'texts':['a','b'],'input_type':'search_query'}",
            "{'id':'e','embeddings':[[0.1,0.2,0.3],[0.1,0.2,0.3]],'texts':['a','b']}");
    Call nova =
        whole("{'inputText':'a'}", "{'embeddings':[{'embeddingType':'TEXT','embedding':[1.5,2]}]}");

    assertThat(titan.operation()).isEqualTo("embeddings");
    assertThat(titan.inputMessages().get(0).text()).isEqualTo("Hi");
    assertThat(titan.request()).containsEntry("dimensions", 4).containsEntry("normalize", true);
    assertThat(titan.result()).containsOnly(entry("count", 1L), entry("dimensions", 4L));
    assertThat(titan.usage()).isEqualTo(new Usage(3L, null, null, null, null));
    assertThat(titan.outputMessages()).isEmpty();
    assertThat(unnamed.operation()).isEqualTo("embeddings");
    assertThat(unnamed.result()).containsEntry("dimensions", 2L);
    assertThat(unnamed.usage()).isEqualTo(new Usage(1L, null, null, null, null));
    assertThat(cohere.inputMessages().get(0).parts()).hasSize(2);
    assertThat(cohere.result()).containsOnly(entry("count", 2L), entry("dimensions", 3L));
    assertThat(nova.result()).containsOnly(entry("count", 1L), entry("dimensions", 2L));
  }

  @Test
  void picturesAreDigested() {
    String png = "iVBORw0KGgo=";
    for (String answer :
        List.of("{'images':['" + png + "']}", "{'artifacts':[{'base64':'" + png + "'}]}")) {
      Call call = whole("{'taskType':'TEXT_IMAGE','textToImageParams':{'text':'a cat'}}", answer);
      assertThat(call.operation()).isEqualTo("image_generation");
      assertThat(call.inputMessages().get(0).text()).isEqualTo("a cat");
      assertThat(call.outputMessages().get(0).parts().get(0).fields()).containsEntry("size", 8L);
    }
  }

  @Test
  void readsRerankings() {
    Call call =
        whole(
            "{'query':'q','documents':['a','b'],'api_version':2}",
            "{'results':[{'index':1,'relevance_score':0.9}]}");

    assertThat(call.operation()).isEqualTo("rerank");
    assertThat(call.request()).containsEntry("document_count", 2L);
    assertThat(call.result()).containsEntry("count", 1L);
  }

  @Test
  void answersAreKnownWithoutTheirRequests() {
    for (Sample sample :
        List.of(
            stream("x/invoke-with-response-stream", "nova-request.json", "nova-response.chunks"),
            stream("x/invoke-with-response-stream", "nova-request.json", "mistral-response.chunks"),
            stream(
                "x/invoke-with-response-stream", "nova-request.json", "llama-response.chunks"))) {
      Call call = sample.request("").play();
      assertThat(call.outputMessages().get(0).text()).startsWith("Hello");
      assertThat(call.outcome()).isEqualTo(Outcome.OK);
    }
    Call nova = Sample.files(ARN, "nova-request.json", "nova-response.json").request("").play();
    assertThat(nova.outputMessages().get(0).text()).isEqualTo("Hello 😀");
  }

  @Test
  void whatIsUnknownKeepsWhatIsCommon() {
    Call call =
        whole("{'temperature':0.5,'something':'else'}", "{'text':'Yo','stop_reason':'odd'}");

    assertThat(call.operation()).isEqualTo("chat");
    assertThat(call.request()).containsOnly(entry("temperature", 0.5));
    assertThat(call.outputMessages().get(0).text()).isEqualTo("Yo");
    assertThat(call.finishReasons()).containsExactly("odd");
    assertThat(whole("{}", "{'a':1}").outputMessages()).isEmpty();
  }

  @Test
  void longChunksAreReadInPieces() {
    String text = "wört😀".repeat(5_000);
    byte[] chunk =
        EventStreams.chunk(
            "{\"generation\":\""
                + text
                + "\",\"stop_reason\":\"stop\",\"generation_token_count\":7}");
    Sample sample = stream(Sample.LLAMA_STREAM, "llama-request.json", "llama-response.chunks");
    Call call = sample.response(chunk).play(Ending.How.END_OF_BODY, 100, Sample.BUDGET);
    String escaped =
        "{\"p\":\"bytes\",\"x\":{\"bytes\":\"AAAA\"},\"bytes\":\""
            + java.util.Base64.getEncoder()
                .encodeToString(
                    Sample.bytes("{\"generation\":\"~~~???\",\"stop_reason\":\"stop\"}"))
                .replace("/", "\\/")
            + "\"}";

    assertThat(call.outputMessages().get(0).text()).isEqualTo(text);
    assertThat(call.truncated()).isFalse();
    assertThat(
            sample
                .response(EventStreams.event("chunk", escaped))
                .play()
                .outputMessages()
                .get(0)
                .text())
        .isEqualTo("~~~???");
  }

  @Test
  void readsErrors() {
    assertThat(
            Sample.text(ARN, "{\"prompt\":\"x\"}", Sample.JSON, "{\"message\":\"Malformed input\"}")
                .status(400)
                .play()
                .failure())
        .isEqualTo(new Failure("400", "Malformed input", 400));
    Sample sample = stream(Sample.LLAMA_STREAM, "llama-request.json", "llama-response.chunks");
    byte[] timeout = EventStreams.exception("modelTimeoutException", "{\"message\":\"Too slow\"}");
    assertThat(sample.response(timeout).play().failure())
        .isEqualTo(new Failure("modelTimeoutException", "Too slow", 200));
  }

  @Test
  void cutStreamsKeepWhatTheySaid() {
    Sample sample = stream(Sample.LLAMA_STREAM, "llama-request.json", "llama-response.chunks");
    Sample cut = sample.response(Arrays.copyOf(sample.response(), sample.response().length - 1));

    Call cancelled = cut.play(Ending.How.CLOSED);
    assertThat(cancelled.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(cancelled.outputMessages().get(0).text()).isEqualTo("Hello you");
    assertThat(cancelled.usage()).isEqualTo(new Usage(9L, 3L, null, null, null));
    assertThat(cut.play().failure().type()).isEqualTo("incomplete_response");
  }
}
