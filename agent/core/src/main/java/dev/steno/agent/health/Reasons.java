package dev.steno.agent.health;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why calls are dropped: what each reason that is counted means, and what to do about it. */
public final class Reasons {
  /**
   * One of them.
   *
   * @param wanted whether the configuration asks for it, so that nobody need be told
   * @param meaning what happened
   * @param remedy what to do about it
   */
  public record Reason(boolean wanted, String meaning, String remedy) {}

  private static final Map<String, Reason> ALL = new LinkedHashMap<>();

  static {
    lost(
        "outbox_full",
        "calls came faster than steno-writer could read them",
        "make steno.outbox.max-size bigger, or give the JVM more CPU");
    lost(
        "open_calls_full",
        "too much was held of calls that were open at the same time",
        "make steno.outbox.max-size bigger: open calls may hold four times that");
    lost(
        "capture_failed",
        "Steno failed while it looked at a call; the application did not notice",
        "look for a line that begins with steno: in the log, and tell us");
    lost(
        "reader_failed",
        "what went over the wire could not be read",
        "look for 'a call could not be read' in the log, and tell us");
    lost(
        "unfinished",
        "the JVM ended before the call did",
        "nothing, unless the application ends in the middle of its work");
    lost(
        "backlog_full",
        "the destination was slower than what was recorded, or away, and memory was full",
        "let it wait on disk (steno.spool.max-size), or make steno.outbox.max-size bigger");
    lost(
        "spool_full",
        "more waited on disk than may, and the oldest was given up",
        "see why the destination takes nothing; make steno.spool.max-size bigger, or free the disk");
    lost(
        "spool_corrupt",
        "a file in the spool was damaged: what could not be read of it is lost",
        "look at the disk; all that was whole in the file is delivered");
    lost(
        "unreadable",
        "a record on disk was whole, and is none that this version can read",
        "let the version that wrote it send it");
    lost(
        "journal_failed",
        "Steno failed while it kept a record",
        "look for a line that begins with steno: in the log, and tell us");
    lost(
        "redaction_failed",
        "what must not be kept could not be told from the rest, so nothing was kept",
        "look for a line that begins with steno: in the log, and tell us");
    lost(
        "view_failed",
        "what may be sent there could not be told from the rest, so nothing was sent",
        "look for a line that begins with steno: in the log, and tell us");
    lost(
        "refused",
        "the destination answered that it will never take the record",
        "see dead/ in steno.dir for its answer; what is mended can be sent with"
            + " java -jar steno.jar replay");
    lost(
        "export_failed",
        "the exporter failed with the record: for file, mostly a disk that is full",
        "look for 'a record is lost' in the log");
    lost(
        "shutdown",
        "the JVM ended before it was delivered, and it could not wait on disk",
        "make steno.shutdown.timeout longer, and see that steno.dir can be written to");
    wanted("sampled", "conversations that steno.sample leaves out", "nothing");
    wanted(
        "unwanted", "what steno.drop.paths and steno.drop.models say that is not kept", "nothing");
    wanted("excluded", "calls to servers that steno.http.exclude names", "nothing");
    wanted(
        "not_a_model_call",
        "requests that began like a model call and turned out to be none",
        "nothing; if they were, name their server in steno.http.include");
  }

  private Reasons() {}

  private static void lost(String name, String meaning, String remedy) {
    ALL.put(name, new Reason(false, meaning, remedy));
  }

  private static void wanted(String name, String meaning, String remedy) {
    ALL.put(name, new Reason(true, meaning, remedy));
  }

  /** All by name. */
  public static Map<String, Reason> all() {
    return ALL;
  }

  /** What is known of one, or null. */
  public static @Nullable Reason get(String name) {
    return ALL.get(name);
  }

  /** Whether the configuration asks for it. */
  public static boolean isWanted(String name) {
    Reason reason = ALL.get(name);
    return reason != null && reason.wanted();
  }

  /** The reason in a counter's name, which may be followed by a dot and the exporter. */
  public static String of(String counter) {
    int dot = counter.indexOf('.');
    return dot < 0 ? counter : counter.substring(0, dot);
  }

  /** The exporter in a counter's name; empty when it counts for all. */
  public static String exporterOf(String counter) {
    int dot = counter.indexOf('.');
    return dot < 0 ? "" : counter.substring(dot + 1);
  }
}
