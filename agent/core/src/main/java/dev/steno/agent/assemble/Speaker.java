package dev.steno.agent.assemble;

import dev.steno.agent.model.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks, and in which session, as hashes; 0 where that is not known.
 *
 * @param user the user
 * @param session the session
 */
record Speaker(long user, long session) {
  static final Speaker UNKNOWN = new Speaker(0, 0);
  private static final int SESSION = 201;

  static Speaker of(Origin origin) {
    return of(origin.userId(), origin.sessionId());
  }

  static Speaker of(@Nullable String user, @Nullable String session) {
    return new Speaker(
        user == null ? 0 : TextHash.of(user),
        session == null ? 0 : TextHash.mix(SESSION, TextHash.of(session)));
  }

  /**
   * Whether both cannot be one: the same user may have several sessions, one who is not known has
   * one.
   */
  boolean contradicts(Speaker other) {
    if (user != 0 && other.user != 0) {
      return user != other.user;
    }
    return session != 0 && other.session != 0 && session != other.session;
  }

  /** Among whose words this one's are looked for, the closest first; 0 for those of nobody. */
  long[] scopes() {
    if (user != 0) {
      return session == 0 ? new long[] {user, 0} : new long[] {session, user, 0};
    }
    return session == 0 ? new long[] {0} : new long[] {session, 0};
  }

  /** Among whose words this one's are kept: those of a user are never nobody's. */
  long[] kept() {
    if (user != 0) {
      return session == 0 ? new long[] {user} : new long[] {session, user};
    }
    return scopes();
  }
}
