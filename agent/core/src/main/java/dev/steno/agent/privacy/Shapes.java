package dev.steno.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** What the keys of known vendors look like, by what they begin with. */
final class Shapes {
  private static final int CHARACTERS = 128;
  private static final int LONGEST = Integer.MAX_VALUE;

  private static final Shape[] TABLE = {
    // OpenAI, and those that write theirs as OpenAI does; Anthropic; OpenRouter; DeepSeek
    new Shape("sk-", Chars.WORD, 16, LONGEST),
    new Shape("sk_", Chars.WORD, 16, LONGEST), // Stripe, ElevenLabs
    new Shape("rk_live_", Chars.ALNUM, 10, LONGEST),
    new Shape("rk_test_", Chars.ALNUM, 10, LONGEST),
    new Shape("whsec_", Chars.ALNUM, 16, LONGEST),
    new Shape("AIza", Chars.WORD, 35, LONGEST), // Google
    new Shape("GOCSPX-", Chars.WORD, 20, LONGEST),
    new Shape("AKIA", Chars.DIGIT | Chars.UPPER, 16, 16), // Amazon
    new Shape("ASIA", Chars.DIGIT | Chars.UPPER, 16, 16),
    new Shape("ABSK", Chars.ALNUM, 40, LONGEST), // Bedrock
    new Shape("ghp_", Chars.ALNUM, 16, LONGEST), // GitHub
    new Shape("gho_", Chars.ALNUM, 16, LONGEST),
    new Shape("ghu_", Chars.ALNUM, 16, LONGEST),
    new Shape("ghs_", Chars.ALNUM, 16, LONGEST),
    new Shape("ghr_", Chars.ALNUM, 16, LONGEST),
    new Shape("github_pat_", Chars.WORD, 16, LONGEST),
    new Shape("glpat-", Chars.WORD, 16, LONGEST), // GitLab
    new Shape("xoxa-", Chars.WORD, 10, LONGEST), // Slack
    new Shape("xoxb-", Chars.WORD, 10, LONGEST),
    new Shape("xoxe-", Chars.WORD, 10, LONGEST),
    new Shape("xoxo-", Chars.WORD, 10, LONGEST),
    new Shape("xoxp-", Chars.WORD, 10, LONGEST),
    new Shape("xoxr-", Chars.WORD, 10, LONGEST),
    new Shape("xoxs-", Chars.WORD, 10, LONGEST),
    new Shape("xapp-", Chars.WORD, 16, LONGEST),
    new Shape("hf_", Chars.ALNUM, 16, LONGEST), // Hugging Face
    new Shape("gsk_", Chars.ALNUM, 16, LONGEST), // Groq
    new Shape("xai-", Chars.WORD, 16, LONGEST),
    new Shape("pplx-", Chars.WORD, 16, LONGEST), // Perplexity
    new Shape("r8_", Chars.ALNUM, 16, LONGEST), // Replicate
    new Shape("nvapi-", Chars.WORD, 16, LONGEST), // NVIDIA
    new Shape("tvly-", Chars.WORD, 16, LONGEST), // Tavily
    new Shape("csk-", Chars.WORD, 16, LONGEST), // Cerebras
    new Shape("fw_", Chars.ALNUM, 16, LONGEST), // Fireworks
    new Shape("jina_", Chars.ALNUM, 16, LONGEST),
    new Shape("pcsk_", Chars.WORD, 16, LONGEST), // Pinecone
    new Shape("pa-", Chars.WORD, 40, LONGEST), // Voyage
    new Shape("lsv2_", Chars.WORD, 20, LONGEST), // LangSmith
    new Shape("npm_", Chars.ALNUM, 16, LONGEST),
    new Shape("pypi-", Chars.WORD, 16, LONGEST),
    new Shape("dckr_pat_", Chars.WORD, 16, LONGEST),
    new Shape("dop_v1_", Chars.ALNUM, 16, LONGEST), // DigitalOcean
    new Shape("glsa_", Chars.WORD, 20, LONGEST), // Grafana
    new Shape("shpat_", Chars.ALNUM, 16, LONGEST), // Shopify
    new Shape("SK", Chars.HEX, 32, 32), // Twilio
    new Shape("key-", Chars.HEX, 32, 32), // Mailgun
    new Shape("phx_", Chars.ALNUM, 16, LONGEST), // PostHog
    new Shape("ags_", Chars.WORD, 10, LONGEST), // AgentSight
    new Shape("wk_", Chars.WORD, 10, LONGEST), // Mindlytics
  };

  private static final List<List<Shape>> BY_FIRST = byFirst();

  private Shapes() {}

  /**
   * What one kind of key looks like.
   *
   * @param prefix what it begins with
   * @param kinds the kinds of characters that it goes on with
   * @param least how many of those there are at least
   * @param most and at most
   */
  record Shape(String prefix, int kinds, int least, int most) {
    /** Whether what goes on there, up to there, is of this shape. */
    boolean is(String text, int from, int to) {
      return to - from >= least && to - from <= most && Chars.end(text, from, to, kinds) == to;
    }
  }

  private static List<List<Shape>> byFirst() {
    List<List<Shape>> all = new ArrayList<>(CHARACTERS);
    for (int i = 0; i < CHARACTERS; i++) {
      all.add(List.of());
    }
    for (Shape shape : TABLE) {
      List<Shape> shapes = new ArrayList<>(all.get(shape.prefix.charAt(0)));
      shapes.add(shape);
      all.set(shape.prefix.charAt(0), List.copyOf(shapes));
    }
    return all;
  }

  /** Those that begin with that character. */
  static List<Shape> beginningWith(char first) {
    return first < CHARACTERS ? BY_FIRST.get(first) : List.of();
  }
}
