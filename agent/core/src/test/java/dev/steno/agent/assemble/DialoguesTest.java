package dev.steno.agent.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.assemble.Dialogue.Style;
import dev.steno.agent.model.Interaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a conversation is found by what was said in it, over a thousand made-up ones. */
class DialoguesTest {
  private static final int DIALOGUES = 1000;
  private static final int AT_ONCE = 60;
  private static final int IN_A_GROUP = 4;
  private static final double LEAST_PRECISION = 0.99;
  private static final double LEAST_RECALL = 0.95;
  private static final double LEAST_RECALL_OF_SESSIONS = 0.97;

  /** What is known of who speaks: each user has two dialogues, each of them a session. */
  private enum Known {
    NOBODY,
    SESSIONS,
    USERS,
    USERS_AND_SESSIONS
  }

  /** Pairs of interactions: how many are of one dialogue, were found to be, and are rightly. */
  private static final class Pairs {
    long are;
    long found;
    long rightly;

    double precision() {
      return found == 0 ? 1 : (double) rightly / found;
    }

    double recall() {
      return are == 0 ? 1 : (double) rightly / are;
    }

    @Override
    public String toString() {
      return String.format("%.4f | %.4f", precision(), recall());
    }
  }

  private record Turn(Dialogue dialogue, String conversation) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 20261120, 77})
  void conversationsAreFoundByWhatWasSaid(long seed) {
    Map<Style, Pairs> byStyle = new HashMap<>();
    Pairs all = count(turns(seed, Known.NOBODY), byStyle);
    print(byStyle, all, "seed " + seed);
    assertThat(all.precision()).isGreaterThanOrEqualTo(LEAST_PRECISION);
    assertThat(all.recall()).isGreaterThanOrEqualTo(LEAST_RECALL);
  }

  @ParameterizedTest
  @EnumSource(names = "NOBODY", mode = EnumSource.Mode.EXCLUDE)
  void theyAreFoundBetterWhenItIsKnownWhoSpeaks(Known known) {
    Map<Style, Pairs> byStyle = new HashMap<>();
    Pairs all = count(turns(1, known), byStyle);
    print(byStyle, all, known.toString());
    assertThat(all.precision()).isEqualTo(1);
    assertThat(all.recall())
        .isGreaterThanOrEqualTo(known == Known.USERS ? LEAST_RECALL : LEAST_RECALL_OF_SESSIONS);
  }

  private static void print(Map<Style, Pairs> byStyle, Pairs all, String what) {
    for (Style style : Style.values()) {
      System.out.println("| " + style + " | " + byStyle.get(style) + " |");
    }
    System.out.println("| all of " + what + " | " + all + " |");
  }

  private static List<Turn> turns(long seed, Known known) {
    Random random = new Random(seed);
    Wire wire = new Wire(Wire.DEFAULTS);
    List<Dialogue> open = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    int begun = 0;
    while (begun < DIALOGUES || !open.isEmpty()) {
      while (begun < DIALOGUES && open.size() < AT_ONCE) {
        open.add(dialogue(begun++, random));
      }
      Dialogue next = open.get(random.nextInt(open.size()));
      List<Interaction> complete = new ArrayList<>();
      int number = next.number;
      switch (known) {
        case NOBODY -> wire.by(null, null);
        case SESSIONS -> wire.by(null, "s-" + number);
        case USERS -> wire.by("u-" + number / 2, null);
        case USERS_AND_SESSIONS -> wire.by("u-" + number / 2, "s-" + number);
      }
      for (String[] call : next.turn()) {
        complete.addAll(wire.call(next.path(), call[0], call[1]));
      }
      complete.forEach(one -> turns.add(new Turn(next, one.conversationId())));
      assertThat(complete).as("interactions of a turn").hasSize(1);
      if (next.isOver()) {
        open.remove(next);
      }
    }
    return turns;
  }

  private static Dialogue dialogue(int number, Random random) {
    Style[] styles = Style.values();
    int group = number / IN_A_GROUP;
    return new Dialogue(number, styles[group % styles.length], group, random);
  }

  private static Pairs count(List<Turn> turns, Map<Style, Pairs> byStyle) {
    Pairs all = new Pairs();
    for (int i = 0; i < turns.size(); i++) {
      Turn one = turns.get(i);
      for (int j = i + 1; j < turns.size(); j++) {
        Turn other = turns.get(j);
        boolean are = one.dialogue == other.dialogue;
        boolean found = one.conversation.equals(other.conversation);
        if (are || found) {
          add(all, are, found);
          add(byStyle.computeIfAbsent(one.dialogue.style, added -> new Pairs()), are, found);
          if (one.dialogue.style != other.dialogue.style) {
            add(byStyle.computeIfAbsent(other.dialogue.style, added -> new Pairs()), are, found);
          }
        }
      }
    }
    return all;
  }

  private static void add(Pairs pairs, boolean are, boolean found) {
    pairs.are += are ? 1 : 0;
    pairs.found += found ? 1 : 0;
    pairs.rightly += are && found ? 1 : 0;
  }
}
