package dev.steno.agent.wire;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the provider from the host, in the words of the GenAI semantic conventions. */
final class Providers {
  static final String AZURE = "azure.ai.openai";
  private static final String OPENAI = "openai";

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
          Map.entry("api.mistral.ai", "mistral_ai"),
          Map.entry("codestral.mistral.ai", "mistral_ai"),
          Map.entry("api.x.ai", "x_ai"),
          Map.entry("api.perplexity.ai", "perplexity"),
          Map.entry("openrouter.ai", "openrouter"),
          Map.entry("api.together.xyz", "together"),
          Map.entry("api.fireworks.ai", "fireworks"),
          Map.entry("api.cerebras.ai", "cerebras"),
          Map.entry("router.huggingface.co", "huggingface"),
          Map.entry("models.github.ai", "github"),
          Map.entry("integrate.api.nvidia.com", "nvidia"),
          Map.entry("api.moonshot.ai", "moonshot_ai"),
          Map.entry("api.moonshot.cn", "moonshot_ai"),
          Map.entry("api.z.ai", "z_ai"),
          Map.entry("open.bigmodel.cn", "z_ai"),
          Map.entry("dashscope.aliyuncs.com", "dashscope"),
          Map.entry("dashscope-intl.aliyuncs.com", "dashscope"),
          Map.entry(".volces.com", "volcengine"),
          Map.entry(".snowflakecomputing.com", "snowflake"),
          Map.entry("generativelanguage.googleapis.com", "gcp.gemini"),
          Map.entry("aiplatform.googleapis.com", "gcp.vertex_ai"),
          Map.entry("api.anthropic.com", "anthropic"),
          Map.entry("api.cohere.com", "cohere"),
          Map.entry("api.cohere.ai", "cohere"),
          Map.entry(".api.aws", "aws.bedrock"),
          Map.entry("ollama.com", "ollama"));

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
      return provider;
    }
    if (speaking != null) {
      return speaking;
    }
    return instrumentation.equals("openai-java") || name.isEmpty() ? OPENAI : name;
  }

  private static @Nullable String known(String name) {
    if (name.endsWith("-aiplatform.googleapis.com")) {
      return "gcp.vertex_ai";
    }
    String provider = BY_HOST.get(name);
    int dot = name.indexOf('.');
    while (provider == null && dot >= 0) {
      provider = BY_HOST.get(name.substring(dot));
      dot = name.indexOf('.', dot + 1);
    }
    return provider;
  }
}
