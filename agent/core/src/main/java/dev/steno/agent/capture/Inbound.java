package dev.steno.agent.capture;

import dev.steno.agent.config.PathPattern;
import dev.steno.agent.model.Event;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is read of an inbound HTTP request, whatever serves it. Safe for use by several threads.
 *
 * <p>No cookie and no credentials are ever read, and no header but those named here and those that
 * the configuration names.
 */
public final class Inbound {
  /**
   * What the configuration names.
   *
   * @param userHeaders headers that say who speaks, the strongest first
   * @param deviceHeaders headers that say from which device
   * @param sessionHeaders headers that say in which session
   * @param conversationHeaders headers that say in which conversation
   * @param visitPaths paths of pages on which a user could speak, with {@code **} for anything and
   *     {@code *} for anything but a slash
   */
  public record Settings(
      List<String> userHeaders,
      List<String> deviceHeaders,
      List<String> sessionHeaders,
      List<String> conversationHeaders,
      List<String> visitPaths) {
    /** Names nothing. */
    public static final Settings NONE =
        new Settings(List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static volatile Settings settings = Settings.NONE;

  /** Made when the first request is looked at: a regular expression costs the start too much. */
  private static volatile @Nullable List<Pattern> visits;

  private Inbound() {}

  /** What is read from now on. */
  public static void install(Settings configured) {
    settings = configured;
    visits = null;
  }

  /**
   * Tells what the request says of itself.
   *
   * @param header gives the first header of that name, or null
   * @param headers gives all headers of that name, with commas between, or null
   * @param remoteAddress where the connection comes from, or null
   * @param path the path, without query
   */
  public static void tell(
      Scope scope,
      Function<String, @Nullable String> header,
      Function<String, @Nullable String> headers,
      @Nullable String remoteAddress,
      @Nullable String path) {
    Settings named = settings;
    scope.tell(Source.INBOUND, Fact.REMOTE_ADDRESS, remoteAddress);
    scope.tell(Source.INBOUND, Fact.FORWARDED, headers.apply("Forwarded"));
    scope.tell(Source.INBOUND, Fact.X_FORWARDED_FOR, headers.apply("X-Forwarded-For"));
    scope.tell(Source.INBOUND, Fact.X_REAL_IP, header.apply("X-Real-IP"));
    scope.tell(Source.INBOUND, Fact.USER_AGENT, header.apply("User-Agent"));
    scope.tell(Source.INBOUND, Fact.LANGUAGE, header.apply("Accept-Language"));
    scope.tell(Source.INBOUND, Fact.PATH, path);
    scope.tell(Source.HEADER, Fact.USER_ID, first(named.userHeaders(), header));
    scope.tell(Source.HEADER, Fact.DEVICE_ID, first(named.deviceHeaders(), header));
    scope.tell(Source.HEADER, Fact.SESSION_ID, first(named.sessionHeaders(), header));
    scope.tell(Source.HEADER, Fact.CONVERSATION_ID, first(named.conversationHeaders(), header));
  }

  private static @Nullable String first(
      List<String> names, Function<String, @Nullable String> header) {
    for (int i = 0; i < names.size(); i++) {
      String value = header.apply(names.get(i));
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  /** Whether a page at that path is one on which a user could speak. */
  public static boolean isVisit(@Nullable String path) {
    return path != null && !settings.visitPaths().isEmpty() && matches(path);
  }

  private static boolean matches(String path) {
    List<Pattern> patterns = visits;
    if (patterns == null) {
      patterns = new ArrayList<>();
      for (String glob : settings.visitPaths()) {
        patterns.add(PathPattern.of(glob));
      }
      visits = patterns;
    }
    for (Pattern pattern : patterns) {
      if (pattern.matcher(path).matches()) {
        return true;
      }
    }
    return false;
  }

  /** A page on which a user could speak was served, in the scope that this thread is inside of. */
  public static void visited() {
    Recorder.happened(Event.Kind.VISIT, null, Map.of(), null);
  }
}
