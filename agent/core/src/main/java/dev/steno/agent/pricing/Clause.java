package dev.steno.agent.pricing;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition on a name, which is in lower case. */
sealed interface Clause {
  boolean matches(String name);

  /** The name is that text. */
  record Same(String text) implements Clause {
    @Override
    public boolean matches(String name) {
      return name.equals(text);
    }
  }

  /** The name starts with that text. */
  record Starts(String text) implements Clause {
    @Override
    public boolean matches(String name) {
      return name.startsWith(text);
    }
  }

  /** The name ends with that text. */
  record Ends(String text) implements Clause {
    @Override
    public boolean matches(String name) {
      return name.endsWith(text);
    }
  }

  /** The name has that text in it. */
  record Has(String text) implements Clause {
    @Override
    public boolean matches(String name) {
      return name.contains(text);
    }
  }

  /** The pattern is found in the name. */
  record Finds(Pattern pattern) implements Clause {
    @Override
    public boolean matches(String name) {
      return search(pattern, name, false);
    }
  }

  /** One of them holds. */
  record Or(List<Clause> clauses) implements Clause {
    @Override
    public boolean matches(String name) {
      for (Clause clause : clauses) {
        if (clause.matches(name)) {
          return true;
        }
      }
      return false;
    }
  }

  /** All of them hold. */
  record And(List<Clause> clauses) implements Clause {
    @Override
    public boolean matches(String name) {
      for (Clause clause : clauses) {
        if (!clause.matches(name)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether a pattern is found; not, when it takes too many steps to say. */
  static boolean search(Pattern pattern, String text, boolean atBegin) {
    Matcher matcher = pattern.matcher(new LimitedText(text));
    try {
      return atBegin ? matcher.lookingAt() : matcher.find();
    } catch (LimitedText.TooManySteps given) {
      return false;
    }
  }
}
