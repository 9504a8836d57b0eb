package dev.steno.smoke.sdks;

import com.alibaba.dashscope.aigc.generation.Generation;
import com.alibaba.dashscope.aigc.generation.GenerationParam;
import com.alibaba.dashscope.common.Message;
import com.alibaba.dashscope.embeddings.TextEmbedding;
import com.alibaba.dashscope.embeddings.TextEmbeddingParam;
import com.alibaba.dashscope.tools.FunctionDefinition;
import com.alibaba.dashscope.tools.ToolFunction;
import com.alibaba.dashscope.utils.Constants;
import com.google.gson.JsonParser;
import java.util.List;

/** Calls Qwen with Alibaba's SDK, in DashScope's own format. */
public final class DashScope {
  static final String MODEL = "qwen-plus";
  static final String OMNI_MODEL = "qwen-omni-turbo";
  static final String EMBEDDING_MODEL = "text-embedding-v4";
  static final String NO_MODEL = "no-such-model";

  private DashScope() {}

  /** Argument: the address of the server. */
  public static void main(String[] args) {
    Constants.baseHttpApiUrl = args[0] + "/api/v1";
    Constants.apiKey = "sk-smoke";
    Generation generation = new Generation();
    Calls calls = new Calls(args[0]);
    calls.call("call", prompt -> generation.call(ask(MODEL, prompt).build()));
    calls.call("stream", prompt -> stream(generation, MODEL, prompt, true));
    // It asks for increments all the same, and puts them together again.
    calls.call("stream-merged", prompt -> stream(generation, MODEL, prompt, false));
    calls.call("stream-cumulative", prompt -> stream(generation, OMNI_MODEL, prompt, false));
    calls.call("tool", prompt -> generation.call(tool(prompt)));
    calls.call("embed", prompt -> new TextEmbedding().call(embed(prompt)));
    calls.call("no-model", prompt -> generation.call(ask(NO_MODEL, prompt).build()));
    calls.end();
  }

  private static String stream(
      Generation generation, String model, String prompt, boolean incremental) throws Exception {
    List<String> chunks =
        generation
            .streamCall(ask(model, prompt).incrementalOutput(incremental).build())
            .map(String::valueOf)
            .toList()
            .blockingGet();
    return String.join("\n", chunks);
  }

  private static GenerationParam.GenerationParamBuilder<?, ?> ask(String model, String prompt) {
    return GenerationParam.builder()
        .model(model)
        .messages(List.of(Message.builder().role("user").content(prompt).build()))
        .resultFormat("message")
        .temperature(0.25f);
  }

  private static GenerationParam tool(String prompt) {
    FunctionDefinition function =
        FunctionDefinition.builder()
            .name("get_weather")
            .description("The weather in a city")
            .parameters(
                JsonParser.parseString(
                        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}")
                    .getAsJsonObject())
            .build();
    return ask(MODEL, prompt)
        .tools(List.of(ToolFunction.builder().function(function).build()))
        .build();
  }

  private static TextEmbeddingParam embed(String text) {
    return TextEmbeddingParam.builder().model(EMBEDDING_MODEL).text(text).build();
  }
}
