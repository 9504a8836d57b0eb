package dev.steno.agent.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI moderations: whether anything was flagged, and as what. */
final class ModerationFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Inputs.user(tree.get("input"), call);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.usage(Tree.map(tree, "usage"));
    call.failure = Failures.of(tree, call.status);
    List<Map<String, @Nullable Object>> results = Tree.maps(tree, "results");
    if (results.isEmpty()) {
      return;
    }
    boolean flagged = false;
    TreeSet<String> categories = new TreeSet<>();
    for (Map<String, @Nullable Object> result : results) {
      flagged |= Tree.isTrue(result, "flagged");
      for (Map.Entry<String, @Nullable Object> category :
          Tree.map(result, "categories").entrySet()) {
        if (Boolean.TRUE.equals(category.getValue())) {
          categories.add(category.getKey());
        }
      }
    }
    call.result.put("flagged", flagged);
    call.result.put("categories", new ArrayList<>(categories));
  }
}
