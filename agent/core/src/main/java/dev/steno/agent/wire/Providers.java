package dev.steno.agent.wire;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the provider from the host, in the words of the GenAI semantic conventions. */
final class Providers {
  static final String AZURE = "azure.ai.openai";
  private static final String AZURE_INFERENCE = "azure.ai.inference";
  private static final String BEDROCK = "aws.bedrock";
  private static final String DASHSCOPE = "dashscope";
  private static final String HUGGING_FACE = "huggingface";
  private static final String OPENAI = "openai";
  private static final String VERTEX = "gcp.vertex_ai";

  /** By host name; a name that begins with a dot stands for every host below it. */
  private static final Map<String, String> BY_HOST =
      Map.ofEntries(
          Map.entry("api.openai.com", OPENAI),
          Map.entry(".api.openai.com", OPENAI),
          Map.entry(".openai.azure.com", AZURE),
          Map.entry(".services.ai.azure.com", AZURE),
          Map.entry(".cognitiveservices.azure.com", AZURE),
          Map.entry("api.groq.com", "groq"),
          Map.entry("api.deepseek.com", "deepseek"),
          Map.entry("api.x.ai", "x_ai"),
          Map.entry("api.perplexity.ai", "perplexity"),
          Map.entry("openrouter.ai", "openrouter"),
          Map.entry("api.together.xyz", "together"),
          Map.entry("api.fireworks.ai", "fireworks"),
          Map.entry("api.cerebras.ai", "cerebras"),
          Map.entry("router.huggingface.co", HUGGING_FACE),
          Map.entry("models.github.ai", "github"),
          Map.entry("integrate.api.nvidia.com", "nvidia"),
          Map.entry("api.moonshot.ai", "moonshot_ai"),
          Map.entry("api.moonshot.cn", "moonshot_ai"),
          Map.entry("api.z.ai", "z_ai"),
          Map.entry("dashscope.aliyuncs.com", DASHSCOPE),
          Map.entry(".volces.com", "volcengine"),
          Map.entry(".snowflakecomputing.com", "snowflake"),
          Map.entry("generativelanguage.googleapis.com", "gcp.gemini"),
          Map.entry("aiplatform.googleapis.com", VERTEX),
          Map.entry("api.anthropic.com", "anthropic"),
          Map.entry(".api.aws", BEDROCK),
          Map.entry("ollama.com", "ollama"),
          Map.entry(".models.ai.azure.com", AZURE_INFERENCE),
          Map.entry(".inference.ml.azure.com", AZURE_INFERENCE),
          Map.entry("models.inference.ai.azure.com", "github"),
          Map.entry(".api.x.ai", "x_ai"),
          Map.entry(".mistral.ai", "mistral_ai"),
          Map.entry("api.together.ai", "together"),
          Map.entry("api-inference.huggingface.co", HUGGING_FACE),
          Map.entry(".endpoints.huggingface.cloud", HUGGING_FACE),
          Map.entry("ai.api.nvidia.com", "nvidia"),
          Map.entry(".bigmodel.cn", "z_ai"),
          Map.entry(".bytepluses.com", "volcengine"),
          Map.entry(".cohere.com", "cohere"),
          Map.entry(".cohere.ai", "cohere"),
          Map.entry("api.voyageai.com", "voyage_ai"),
          Map.entry("api.jina.ai", "jina_ai"),
          Map.entry("api.sambanova.ai", "sambanova"),
          Map.entry("api.deepinfra.com", "deepinfra"),
          Map.entry(".baseten.co", "baseten"),
          Map.entry("api.ai21.com", "ai21"),
          Map.entry("api.upstage.ai", "upstage"),
          Map.entry(".ml.cloud.ibm.com", "ibm.watsonx.ai"),
          Map.entry("api.cloudflare.com", "cloudflare"),
          Map.entry(".cloud.databricks.com", "databricks"),
          Map.entry(".azuredatabricks.net", "databricks"),
          Map.entry(".gcp.databricks.com", "databricks"),
          Map.entry("api.siliconflow.cn", "siliconflow"),
          Map.entry("api.siliconflow.com", "siliconflow"),
          Map.entry("api.minimax.io", "minimax"),
          Map.entry("api.minimaxi.com", "minimax"),
          Map.entry("api.stepfun.com", "stepfun"),
          Map.entry("qianfan.baidubce.com", "qianfan"),
          Map.entry("api.hunyuan.cloud.tencent.com", "hunyuan"),
          Map.entry("api.novita.ai", "novita"),
          Map.entry("api.hyperbolic.xyz", "hyperbolic"),
          Map.entry(".nebius.com", "nebius"),
          Map.entry("api.studio.nebius.ai", "nebius"));

  private Providers() {}

  /** Whether models are all that is served at that host. */
  static boolean knows(@Nullable String host) {
    return host != null && known(host.toLowerCase(Locale.ROOT)) != null;
  }

  /**
   * The provider at a host.
   *
   * @param speaking who is known to answer in the format of the call; null when many do
   */
  static String of(@Nullable String host, @Nullable String speaking, String instrumentation) {
    if (host == null) {
      return speaking != null ? speaking : OPENAI;
    }
    String name = host.toLowerCase(Locale.ROOT);
    String provider = known(name);
    if (provider != null) {
      // What is not OpenAI's at Azure is served by its inference service.
      return provider.equals(AZURE) && speaking != null ? AZURE_INFERENCE : provider;
    }
    if (speaking != null) {
      return speaking;
    }
    return instrumentation.equals("openai-java") || name.isEmpty() ? OPENAI : name;
  }

  private static @Nullable String known(String name) {
    String provider = byHost(name);
    return provider != null ? provider : byShape(name);
  }

  /** Hosts whose region, or account, stands in the middle of their name. */
  private static @Nullable String byShape(String name) {
    if (name.contains("-aiplatform.") || name.startsWith("aiplatform.")) {
      return name.endsWith(".googleapis.com") ? VERTEX : null;
    }
    boolean amazon =
        name.endsWith(".amazonaws.com")
            || name.endsWith(".amazonaws.com.cn")
            || name.endsWith(".api.amazonwebservices.com.cn");
    if (amazon && name.contains("bedrock")) {
      return BEDROCK;
    }
    return name.startsWith("dashscope") && name.endsWith(".aliyuncs.com") ? DASHSCOPE : null;
  }

  private static @Nullable String byHost(String name) {
    String provider = BY_HOST.get(name);
    int dot = name.indexOf('.');
    while (provider == null && dot >= 0) {
      provider = BY_HOST.get(name.substring(dot));
      dot = name.indexOf('.', dot + 1);
    }
    return provider;
  }
}
