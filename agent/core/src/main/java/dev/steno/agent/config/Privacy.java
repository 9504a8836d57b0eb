package dev.steno.agent.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a conversation is kept, and for whom.
 *
 * @param content what is kept of each part, by the names of {@link #PARTS}: one of {@link #MODES}
 * @param contentOf what an exporter gets instead of {@code content}, by its name
 * @param redact which of {@link #DETECTORS} are on
 * @param patterns the user's own, RE2 expressions by name
 * @param pseudonyms whether what is found is replaced by a name that stays the same; else by what
 *     it is
 * @param key what those names are made with; a secret; empty for a random one of this machine
 * @param sample the share of conversations that is kept, 0 to 1
 * @param keepErrors whether failed interactions are kept in any case
 * @param dropPaths paths of inbound requests of which nothing is kept, as {@code /internal/**}
 * @param dropModels models of which nothing is kept, with {@code *} for anything
 */
public record Privacy(
    Map<String, String> content,
    Map<String, Map<String, String>> contentOf,
    List<String> redact,
    Map<String, String> patterns,
    boolean pseudonyms,
    String key,
    double sample,
    boolean keepErrors,
    List<String> dropPaths,
    List<String> dropModels) {
  /** The parts that content has. */
  public static final List<String> PARTS =
      List.of("input", "output", "system", "tools", "arguments", "results", "attachments");

  /** What can be kept of a part, the least first. */
  public static final List<String> MODES = List.of("none", "redacted", "full");

  /** What can be found in texts. */
  public static final List<String> DETECTORS =
      List.of("secrets", "email", "phone", "card", "iban", "ip");

  /** What an exporter may get of a part. */
  public String mode(@Nullable String exporter, String part) {
    Map<String, String> own = exporter == null ? null : contentOf.get(exporter);
    String mode = own == null ? content.get(part) : own.get(part);
    return mode == null ? "redacted" : mode;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Privacy[" + content + ", " + redact + "]";
  }
}
