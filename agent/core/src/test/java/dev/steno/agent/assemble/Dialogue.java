package dev.steno.agent.assemble;

import dev.steno.agent.assemble.Provider.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A made-up dialogue between a user and an application of some style, told call by call. */
final class Dialogue {
  /** What applications do with the history, and users with what they said. */
  enum Style {
    FULL_HISTORY,
    SLIDING_WINDOW,
    SUMMARISED,
    REFORMATTED,
    DATED_SYSTEM_PROMPT,
    SAME_FIRST_QUESTION,
    SAME_FIRST_ANSWER,
    SAME_WORDS_OF_KNOWN_USERS,
    REGENERATED_ANSWERS,
    EDITED_QUESTIONS,
    EDITED_ANSWERS,
    TOOL_LOOPS
  }

  private static final int MOST_IN_WINDOW = 4;

  /** One turn in so many is edited or regenerated, where that is the style. */
  private static final int ODDS = 5;

  final int number;
  final Style style;
  private final Provider provider;
  private final Words words;
  private final Random random;
  private final String user;
  private final String firstQuestion;
  private final String firstAnswer;
  private final boolean keepsTools;
  private final List<Said> said = new ArrayList<>();
  private final List<String[]> calls = new ArrayList<>();
  private int left;
  private int tools;

  /** One of so many turns; the group's first question and answer are those of several. */
  Dialogue(int number, Style style, int group, Random random) {
    this.number = number;
    this.style = style;
    this.provider = Provider.values()[random.nextInt(Provider.values().length)];
    this.random = random;
    this.words = new Words(random);
    this.left = 2 + random.nextInt(9);
    this.keepsTools = random.nextBoolean();
    boolean known = style == Style.SAME_WORDS_OF_KNOWN_USERS;
    Words ofGroup = new Words(new Random(group));
    boolean same = known || style == Style.SAME_FIRST_QUESTION || style == Style.SAME_FIRST_ANSWER;
    this.user = known || (!same && random.nextInt(4) == 0) ? "user-" + number : null;
    this.firstQuestion = same ? ofGroup.question() : words.question();
    this.firstAnswer =
        known || style == Style.SAME_FIRST_ANSWER ? ofGroup.answer() : words.answer();
  }

  String path() {
    return provider.path;
  }

  boolean isOver() {
    return left <= 0;
  }

  /** The next turn: its calls, each a request and an answer. */
  List<String[]> turn() {
    calls.clear();
    left--;
    boolean first = said.isEmpty();
    if (!first && style == Style.EDITED_QUESTIONS && random.nextInt(ODDS) == 0) {
      // Mostly the last one.
      back(random.nextInt(3) == 0 ? random.nextInt(questions()) : questions() - 1);
    } else if (!first && style == Style.REGENERATED_ANSWERS && random.nextInt(ODDS) == 0) {
      String question = said.get(lastQuestion()).text();
      back(questions() - 1);
      said.add(Said.of("user", question));
      answer(words.answer());
      return List.copyOf(calls);
    } else if (!first && style == Style.EDITED_ANSWERS && random.nextInt(ODDS) == 0) {
      Said last = said.remove(said.size() - 1);
      said.add(Said.of("assistant", last.text() + " " + words.answer()));
    }
    boolean opens = said.isEmpty();
    said.add(Said.of("user", opens ? firstQuestion : words.next()));
    if (style == Style.TOOL_LOOPS && random.nextBoolean()) {
      tools();
    }
    answer(opens ? firstAnswer : words.reply());
    return List.copyOf(calls);
  }

  /** Everything from that question on is forgotten. */
  private void back(int question) {
    int seen = 0;
    for (int i = 0; i < said.size(); i++) {
      if (said.get(i).role().equals("user") && seen++ == question) {
        said.subList(i, said.size()).clear();
      }
    }
  }

  private int questions() {
    return (int) said.stream().filter(one -> one.role().equals("user")).count();
  }

  private int lastQuestion() {
    int last = 0;
    for (int i = 0; i < said.size(); i++) {
      last = said.get(i).role().equals("user") ? i : last;
    }
    return last;
  }

  private void tools() {
    for (int round = 1 + random.nextInt(3); round > 0; round--) {
      String id = "call_" + tools++;
      Said asked = new Said("assistant", "", "search", id);
      call(asked);
      said.add(asked);
      said.add(new Said("tool", words.answer(), "search", id));
    }
  }

  private void answer(String text) {
    Said answer = Said.of("assistant", text);
    call(answer);
    if (!keepsTools) {
      said.removeIf(one -> one.tool() != null);
    }
    said.add(answer);
  }

  private void call(Said answer) {
    int serial = number * 1000 + random.nextInt(1000);
    calls.add(new String[] {provider.request(sent(), user), provider.answer(answer, serial)});
  }

  private List<Said> sent() {
    List<Said> sent = new ArrayList<>();
    String system = "You are a helpful assistant of ACME.";
    if (style == Style.DATED_SYSTEM_PROMPT) {
      system += " It is 12:" + random.nextInt(60) + ":" + random.nextInt(60) + ".";
    }
    sent.add(Said.of("system", system));
    int last = lastQuestion();
    if (style == Style.SLIDING_WINDOW) {
      int from = Math.max(0, last - MOST_IN_WINDOW + (number % 2));
      sent.addAll(said.subList(from, said.size()));
    } else if (style == Style.SUMMARISED && last > MOST_IN_WINDOW) {
      String summary = "Summary of what was said: " + words.answer();
      if (number % 3 == 0) {
        sent.add(Said.of("system", summary));
      } else {
        sent.add(Said.of("user", summary));
        if (number % 3 == 1) {
          sent.add(Said.of("assistant", "Understood."));
        }
      }
      sent.addAll(said.subList(last - 2, said.size()));
    } else {
      for (Said one : said) {
        sent.add(style == Style.REFORMATTED && one != said.get(last) ? reformatted(one) : one);
      }
    }
    return sent;
  }

  private static Said reformatted(Said one) {
    String text = "  " + one.text().replace(". ", ".\r\n\r\n").replace(", ", ",\t") + "\n";
    return new Said(one.role(), text, one.tool(), one.id());
  }

  /** Sentences, some of which everybody says. */
  private static final class Words {
    private static final String[] KNOWN =
        ("order invoice parcel refund account password meeting flight hotel garden recipe engine"
                + " river contract lawyer doctor budget school painting winter battery router cable"
                + " mountain ticket train bicycle kitchen window harvest festival library museum"
                + " holiday insurance loan village orchestra satellite planet")
            .split(" ");
    private static final String[] GLUE =
        "the a my your of for with about when where how near after before under new old".split(" ");
    private static final String[] SHORT = {
      "thanks", "ok", "yes please", "why?", "go on", "no", "can you explain that?", "and then?"
    };
    private static final String[] CANNED = {
      "You're welcome!",
      "Is there anything else I can help you with?",
      "I'm sorry, but I can't help with that. Please contact our support team.",
      "Could you tell me more?"
    };

    private final Random random;

    Words(Random random) {
      this.random = random;
    }

    private String sentence(int words) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < words; i++) {
        String[] from = i % 3 == 2 ? KNOWN : GLUE;
        text.append(i == 0 ? "" : i % 7 == 0 ? ", " : " ")
            .append(from[random.nextInt(from.length)]);
      }
      return text.toString();
    }

    String question() {
      return "Tell me " + sentence(3 + random.nextInt(10)) + "?";
    }

    String answer() {
      StringBuilder text = new StringBuilder();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        text.append("It is ").append(sentence(5 + random.nextInt(15))).append(i > 1 ? ". " : ".");
      }
      return text.toString();
    }

    /** What a user says in the middle. */
    String next() {
      return random.nextInt(4) == 0 ? SHORT[random.nextInt(SHORT.length)] : question();
    }

    /** What an assistant says in the middle. */
    String reply() {
      return random.nextInt(8) == 0 ? CANNED[random.nextInt(CANNED.length)] : answer();
    }
  }
}
