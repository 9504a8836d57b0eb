package dev.steno.agent.command;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why nobody was reached, in words for a person. */
final class Unreachable {
  private static final int DEEPEST = 10;

  private Unreachable() {}

  private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }

  static String why(Throwable failure) {
    SSLException ssl = cause(failure, SSLException.class);
    if (cause(failure, UnknownHostException.class) != null) {
      return "no machine of that name is known here";
    }
    if (ssl != null) {
      return "the connection cannot be made safe (" + ssl.getMessage() + ")";
    }
    if (cause(failure, ConnectException.class) != null) {
      return "nothing listens there";
    }
    if (cause(failure, NoRouteToHostException.class) != null) {
      return "there is no way there from here";
    }
    if (cause(failure, InterruptedIOException.class) != null) {
      return "no answer came in time";
    }
    return String.valueOf(failure.getCause() == null ? failure.getMessage() : failure.getCause());
  }

  static String remedy(Throwable failure, String setting) {
    if (cause(failure, UnknownHostException.class) != null) {
      return "look at the name in " + setting + ", and whether this machine has DNS";
    }
    if (cause(failure, SSLException.class) != null) {
      return "look whether a proxy stands between, and whether this JVM trusts its certificate"
          + " (-Djavax.net.ssl.trustStore)";
    }
    return "look at "
        + setting
        + ", whether it is running, and whether a firewall or a proxy stands between"
        + " (-Dhttps.proxyHost)";
  }
}
