package dev.steno.agent.assemble;

import dev.steno.agent.config.Address;
import dev.steno.agent.config.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a client behind proxies: from the connection back, as far as each is one
 * that is trusted. What is no address is never taken for one.
 */
final class ClientAddress {
  private static final int MOST_HOPS = 64;

  private final List<AddressRange> trusted;

  /** {@code trusted} are those whose word is believed. */
  ClientAddress(List<AddressRange> trusted) {
    this.trusted = trusted;
  }

  /**
   * The address, or null.
   *
   * @param connection where the connection comes from
   * @param forwarded what {@code Forwarded} says (RFC 7239); it goes before the others
   * @param xForwardedFor what {@code X-Forwarded-For} says
   * @param xRealIp what {@code X-Real-IP} says
   */
  @Nullable String of(
      @Nullable String connection,
      @Nullable String forwarded,
      @Nullable String xForwardedFor,
      @Nullable String xRealIp) {
    Address nearest = connection == null ? null : address(connection);
    if (nearest == null) {
      return null;
    }
    Address client = nearest;
    List<String> hops = hops(forwarded, xForwardedFor, xRealIp);
    int least = Math.max(0, hops.size() - MOST_HOPS);
    for (int i = hops.size() - 1; i >= least && isTrusted(client); i--) {
      Address before = address(hops.get(i));
      if (before == null) {
        break;
      }
      client = before;
    }
    return client.toString();
  }

  private boolean isTrusted(Address address) {
    for (AddressRange range : trusted) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> hops(
      @Nullable String forwarded, @Nullable String xForwardedFor, @Nullable String xRealIp) {
    List<String> hops = forwarded == null ? List.of() : forwarded(forwarded);
    if (hops.isEmpty() && xForwardedFor != null) {
      hops = split(xForwardedFor, ',');
    }
    return hops.isEmpty() && xRealIp != null ? List.of(xRealIp) : hops;
  }

  /** The {@code for} of each element; empty where one has none. */
  private static List<String> forwarded(String header) {
    List<String> hops = new ArrayList<>();
    for (String element : split(header, ',')) {
      String from = "";
      for (String pair : split(element, ';')) {
        int equals = pair.indexOf('=');
        if (equals > 0
            && pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("for")) {
          from = pair.substring(equals + 1);
        }
      }
      hops.add(from);
    }
    return hops;
  }

  /** What is within quotes stays together. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"') {
        quoted = !quoted;
      } else if (letter == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** Of what may have quotes, brackets, a zone and a port. */
  static @Nullable Address address(String written) {
    String text = written.strip();
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).strip();
    }
    text = text.startsWith("/") ? text.substring(1) : text;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 || !isPort(text.substring(end + 1))
          ? null
          : Address.parse(withoutZone(text.substring(1, end)));
    }
    int colon = text.indexOf(':');
    if (colon > 0 && colon == text.lastIndexOf(':')) {
      return isPort(text.substring(colon)) ? Address.parse(text.substring(0, colon)) : null;
    }
    return Address.parse(withoutZone(text));
  }

  private static String withoutZone(String text) {
    int percent = text.indexOf('%');
    return percent < 0 ? text : text.substring(0, percent);
  }

  /** Nothing, or a colon and a port, which may be hidden behind a name. */
  private static boolean isPort(String text) {
    return text.isEmpty() || (text.startsWith(":") && text.indexOf(' ') < 0);
  }
}
