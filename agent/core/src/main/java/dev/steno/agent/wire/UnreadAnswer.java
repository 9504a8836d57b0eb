package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** An answer in an encoding that cannot be read. */
final class UnreadAnswer implements Answer {
  @Override
  public void feed(byte[] bytes, int offset, int length) {}

  @Override
  public void missed() {}

  @Override
  public void finish() {}

  @Override
  public boolean whole(boolean ended) {
    return false;
  }

  @Override
  public boolean unread() {
    return true;
  }

  @Override
  public @Nullable String problem() {
    return null;
  }
}
