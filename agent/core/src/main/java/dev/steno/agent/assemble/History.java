package dev.steno.agent.assemble;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said before a call and what it asks, as hashes: questions of the user with their
 * answers. System messages, tools and what was said between tools do not count, since applications
 * leave them out, or change them, from call to call.
 */
final class History {
  /**
   * A question and its answer.
   *
   * @param question hash of what the user said last before the answer; 0 when that was cut off
   * @param answer hash of what the assistant said last before the user spoke again
   * @param whole hash of all that was said up to this answer
   * @param length how many characters question and answer have
   */
  record Exchange(long question, long answer, long whole, int length) {}

  private final List<Exchange> exchanges = new ArrayList<>();
  private long whole = 1;
  private long question;
  private int questionLength;
  private long answer;
  private int answerLength;
  private @Nullable Message lastAnswer;

  private History() {}

  /** Of the messages that a call sends. */
  static History of(List<Message> messages) {
    History history = new History();
    for (Message message : messages) {
      switch (message.role()) {
        case "user" -> history.asked(message);
        case "assistant" -> history.answered(message);
        case "tool" -> history.answer = 0;
        default -> {}
      }
    }
    if (history.answer != 0) {
      history.close();
    }
    return history;
  }

  private void asked(Message message) {
    TextHash text = TextHash.of(message);
    if (text.length() == 0) {
      return;
    }
    if (answer != 0) {
      close();
    }
    question = text.value();
    questionLength = text.length();
    whole = TextHash.mix(whole, question);
  }

  private void answered(Message message) {
    TextHash text = TextHash.of(message);
    if (isAskingForTools(message)) {
      answer = 0;
    } else if (text.length() > 0) {
      answer = text.value();
      answerLength = text.length();
      lastAnswer = message;
    }
  }

  static boolean isAskingForTools(Message message) {
    for (Part part : message.parts()) {
      if (part.type().equals("tool_call")) {
        return true;
      }
    }
    return false;
  }

  private void close() {
    whole = TextHash.mix(whole, answer);
    exchanges.add(new Exchange(question, answer, whole, questionLength + answerLength));
    question = 0;
    questionLength = 0;
    answer = 0;
  }

  /** The exchanges that are over, in order. */
  List<Exchange> exchanges() {
    return exchanges;
  }

  /** Hashes of sentences of the last answer. */
  List<Long> sentences() {
    return lastAnswer == null ? List.of() : TextHash.sentences(lastAnswer);
  }

  /** Hash of what the call asks; 0 when it asks nothing in words. */
  long question() {
    return question;
  }

  /** Hash of all that was said up to what it asks. */
  long whole() {
    return whole;
  }

  /** The exchange that this answer makes of what the call asks. */
  Exchange with(TextHash said) {
    return new Exchange(
        question, said.value(), TextHash.mix(whole, said.value()), questionLength + said.length());
  }
}
