package dev.steno.agent.privacy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds what an expression of the user's own matches. */
final class PatternFinder implements Finder {
  private final String label;
  private final Pattern pattern;

  private PatternFinder(String label, Pattern pattern) {
    this.label = label;
    this.pattern = pattern;
  }

  /** One for each expression; what is wrong with the others is said in a line each. */
  static List<Finder> of(Map<String, String> expressions, Consumer<String> problems) {
    List<Finder> finders = new ArrayList<>();
    for (Map.Entry<String, String> one : expressions.entrySet()) {
      String wrong;
      try {
        Pattern pattern = Pattern.compile(one.getValue());
        wrong = pattern.matcher("").find() ? "it matches where nothing is" : "";
        if (wrong.isEmpty()) {
          finders.add(new PatternFinder(one.getKey(), pattern));
        }
      } catch (PatternSyntaxException syntax) {
        wrong = syntax.getDescription();
      }
      if (!wrong.isEmpty()) {
        problems.accept(
            "steno.redact.patterns: '" + one.getKey() + "' is not looked for: " + wrong);
      }
    }
    return finders;
  }

  @Override
  public void find(String text, Findings found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        found.add(matcher.start(), matcher.end(), label);
      }
    }
  }
}
