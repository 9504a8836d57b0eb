package dev.steno.agent.privacy;

import dev.steno.agent.config.PathPattern;
import dev.steno.agent.config.Privacy;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are kept: whole conversations by chance, and none of paths and models that are not
 * wanted. An interaction is dropped when all its calls to models are to unwanted ones; with one
 * other it is kept whole.
 */
final class Selection {
  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_FACTOR = 0x100000001b3L;
  private static final double STEP = 0x1p-53;

  private final double sample;
  private final boolean keepErrors;
  private final List<Pattern> paths = new ArrayList<>();
  private final List<Pattern> models = new ArrayList<>();

  Selection(Privacy privacy) {
    this.sample = privacy.sample();
    this.keepErrors = privacy.keepErrors();
    privacy.dropPaths().forEach(glob -> paths.add(PathPattern.of(glob)));
    privacy.dropModels().forEach(glob -> models.add(PathPattern.ofAny(glob)));
  }

  /** Why it is not kept, in {@code snake_case}; null when it is. */
  @Nullable String whyDropped(Entry entry) {
    if (isUnwanted(entry)) {
      return "unwanted";
    }
    if (sample >= 1) {
      return null;
    }
    boolean isError =
        entry instanceof Interaction interaction && interaction.outcome() == Outcome.ERROR;
    return (isError && keepErrors) || isSampled(entry) ? null : "sampled";
  }

  private boolean isUnwanted(Entry entry) {
    String path = entry.origin().client().path();
    if (path != null && matches(paths, path)) {
      return true;
    }
    if (models.isEmpty() || !(entry instanceof Interaction interaction)) {
      return false;
    }
    int unwanted = 0;
    for (Call call : interaction.calls()) {
      if (call.detail() == null) {
        if (!isUnwanted(call.requestModel()) && !isUnwanted(call.responseModel())) {
          return false;
        }
        unwanted++;
      }
    }
    return unwanted > 0;
  }

  private boolean isUnwanted(@Nullable String model) {
    return model != null && matches(models, model);
  }

  private static boolean matches(List<Pattern> patterns, String text) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(text).matches()) {
        return true;
      }
    }
    return false;
  }

  private boolean isSampled(Entry entry) {
    String whole = entry.conversationId();
    if (whole == null) {
      whole = entry.origin().sessionId();
    }
    if (whole == null) {
      whole = entry.origin().userId();
    }
    return whole == null || (hash(whole) >>> 11) * STEP < sample;
  }

  /** FNV-1a, and mixed, since ids may differ in their last character only. */
  private static long hash(String id) {
    long hash = FNV_START;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * FNV_FACTOR;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
