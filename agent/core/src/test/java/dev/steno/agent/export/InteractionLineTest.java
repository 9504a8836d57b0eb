package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.wire.Json;
import dev.steno.agent.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is written without a tree is what the tree is written as. */
class InteractionLineTest {
  private static final int MANY = Boolean.getBoolean("nightly") ? 200_000 : 5_000;

  private final JsonWriter out = new JsonWriter();

  private String line(Interaction one, boolean exact) {
    out.cut(0);
    new InteractionLine(out, exact).write(one);
    return new String(out.copy(), StandardCharsets.UTF_8);
  }

  private static String text(Object tree) {
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }

  @Test
  void anyInteractionIsWrittenAsItsTree() {
    List<Entry> all = new ArrayList<>(Entries.turns(10, 3));
    all.addAll(Entries.odd().values());
    for (long seed = 0; seed < MANY; seed++) {
      all.add(new AnyEntry(seed).entry());
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof Interaction one) {
        assertThat(line(one, false)).as("%d", i).isEqualTo(text(InteractionJson.tree(one)));
        assertThat(line(one, true)).as("%d", i).isEqualTo(text(EntryCodec.tree(one)));
      }
    }
  }

  /** Or it could not be read again. */
  @Test
  void howDeepItMayBeIsCountedFromTheOutermost() {
    Object deep = List.of();
    boolean refused = false;
    for (int depth = 1; depth < 1_010; depth++) {
      deep = List.of(deep);
      Interaction one = Samples.interaction("question", List.of(deep));
      String expected = depth < 980 ? "" : textOrWhyNot(() -> text(EntryCodec.tree(one)));
      assertThat(depth < 980 ? "" : textOrWhyNot(() -> line(one, true))).isEqualTo(expected);
      refused = expected.startsWith("what is to be written");
    }
    assertThat(refused).isTrue();
  }

  private static String textOrWhyNot(Supplier<String> text) {
    try {
      return text.get();
    } catch (IllegalStateException tooDeep) {
      return String.valueOf(tooDeep.getMessage());
    }
  }
}
