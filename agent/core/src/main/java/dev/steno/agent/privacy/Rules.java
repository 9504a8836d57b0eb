package dev.steno.agent.privacy;

import dev.steno.agent.config.Privacy;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of what was recorded, and for whom. Safe for use by several threads.
 *
 * <p>Nothing is made before the first entry is looked at: regular expressions cost the start too
 * much.
 */
public final class Rules {
  private final Privacy privacy;
  private final List<String> exporters;
  private final String folder;
  private final Log log;
  private volatile @Nullable Made made;

  /**
   * Rules for these exporters.
   *
   * @param folder where the key for pseudonyms is kept
   */
  public Rules(Privacy privacy, List<String> exporters, String folder, Log log) {
    this.privacy = privacy;
    this.exporters = exporters;
    this.folder = folder;
    this.log = log;
  }

  /** Why an entry is not kept for anybody, in {@code snake_case}; null when it is. */
  public @Nullable String whyDropped(Entry entry) {
    return made().selection.whyDropped(entry);
  }

  /** What may go to disk: of each part the most that any exporter may have. */
  public Entry forAll(Entry entry) {
    return made().forAll.of(entry);
  }

  /** What that exporter may have of what may go to disk. */
  public UnaryOperator<Entry> of(String exporter) {
    return new ForOne(exporter);
  }

  private Made made() {
    Made known = made;
    if (known == null) {
      synchronized (this) {
        known = made;
        if (known == null) {
          known = make();
          made = known;
        }
      }
    }
    return known;
  }

  private Made make() {
    Modes most = null;
    for (String exporter : exporters) {
      Modes own = Modes.of(privacy, exporter);
      most = most == null ? own : most.most(own);
    }
    Modes all = most == null ? Modes.of(privacy, null) : most;
    Redactor redactor = redactor();
    return new Made(new Selection(privacy), redactor, all, new EntryContent(all, redactor));
  }

  private Redactor redactor() {
    List<Finder> finders = new ArrayList<>();
    List<String> detectors = privacy.redact();
    if (detectors.contains("secrets")) {
      finders.add(new KeyFinder());
      finders.add(new TokenFinder());
      finders.add(new PairFinder());
    }
    List<NumberFinder.AtDigits> numbers = new ArrayList<>();
    for (String detector : detectors) {
      switch (detector) {
        case "email" -> finders.add(new EmailFinder());
        case "phone" -> numbers.add(new Phones());
        case "card" -> numbers.add(new Cards());
        case "iban" -> numbers.add(new Ibans());
        case "ip" -> numbers.add(new Addresses());
        default -> {}
      }
    }
    if (!numbers.isEmpty()) {
      finders.add(new NumberFinder(numbers));
    }
    finders.addAll(PatternFinder.of(privacy.patterns(), log::warn));
    Set<String> labels = new HashSet<>(privacy.patterns().keySet());
    labels.addAll(Privacy.DETECTORS);
    labels.add(KeyFinder.LABEL);
    Names names = new Names(labels, new RedactKey(privacy.key(), folder, log::warn));
    return new Redactor(
        finders,
        names,
        privacy.pseudonyms(),
        detectors.contains("secrets"),
        detectors.contains("ip"));
  }

  /** What is made once. */
  private record Made(Selection selection, Redactor redactor, Modes most, EntryContent forAll) {}

  /** What is kept for one exporter; what is done to all is not done again. */
  private final class ForOne implements UnaryOperator<Entry> {
    private final String exporter;
    private volatile @Nullable UnaryOperator<Entry> content;

    ForOne(String exporter) {
      this.exporter = exporter;
    }

    @Override
    public Entry apply(Entry entry) {
      UnaryOperator<Entry> known = content;
      if (known == null) {
        Made all = made();
        Modes own = Modes.of(privacy, exporter).beyond(all.most);
        known = own.isFull() ? UnaryOperator.identity() : new EntryContent(own, all.redactor)::of;
        content = known;
      }
      return known.apply(entry);
    }
  }
}
