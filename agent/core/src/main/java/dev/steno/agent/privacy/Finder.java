package dev.steno.agent.privacy;

/**
 * Finds what is to be replaced in a text, in a time that grows no faster than the text, whatever is
 * in it. Safe for use by several threads.
 */
interface Finder {
  /** Adds what is in the text. */
  void find(String text, Findings found);
}
