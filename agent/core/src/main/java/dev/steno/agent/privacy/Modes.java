package dev.steno.agent.privacy;

import dev.steno.agent.config.Privacy;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of each part of the content.
 *
 * @param input what users say
 * @param output what models answer
 * @param system system instructions
 * @param tools definitions of tools
 * @param arguments what tools are called with, and what is searched for
 * @param results what tools answer, and what is found
 * @param attachments files
 * @param told what is no content and may quote some: names, ids, properties; never {@code NONE}
 */
record Modes(
    Mode input,
    Mode output,
    Mode system,
    Mode tools,
    Mode arguments,
    Mode results,
    Mode attachments,
    Mode told) {

  /** Of one exporter, or of all for which nothing else is said. */
  static Modes of(Privacy privacy, @Nullable String exporter) {
    Mode[] modes = new Mode[Privacy.PARTS.size()];
    Mode told = Mode.FULL;
    for (int i = 0; i < modes.length; i++) {
      modes[i] = Mode.of(privacy.mode(exporter, Privacy.PARTS.get(i)));
      told = told.least(modes[i].most(Mode.REDACTED));
    }
    return new Modes(modes[0], modes[1], modes[2], modes[3], modes[4], modes[5], modes[6], told);
  }

  /** What at least one of both keeps. */
  Modes most(Modes other) {
    return new Modes(
        input.most(other.input),
        output.most(other.output),
        system.most(other.system),
        tools.most(other.tools),
        arguments.most(other.arguments),
        results.most(other.results),
        attachments.most(other.attachments),
        told.most(other.told));
  }

  /** What is left to be done when that is done: {@code FULL} where it is the same. */
  Modes beyond(Modes done) {
    return new Modes(
        beyond(input, done.input),
        beyond(output, done.output),
        beyond(system, done.system),
        beyond(tools, done.tools),
        beyond(arguments, done.arguments),
        beyond(results, done.results),
        beyond(attachments, done.attachments),
        beyond(told, done.told));
  }

  private static Mode beyond(Mode mode, Mode done) {
    return mode.compareTo(done) < 0 ? mode : Mode.FULL;
  }

  /**
   * Of the message of a failure, which may quote whatever was sent or came: also the key that was
   * refused, which is no content, and never kept.
   */
  Mode failure() {
    return ofTexts().least(Mode.REDACTED);
  }

  /** Of what may be anything. */
  Mode ofAnything() {
    return ofTexts().least(tools).least(attachments);
  }

  private Mode ofTexts() {
    return input.least(output).least(system).least(arguments).least(results);
  }

  /** Whether all is kept as it is, but for failures. */
  boolean isFull() {
    return ofAnything().least(told) == Mode.FULL;
  }
}
