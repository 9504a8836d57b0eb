package dev.steno.agent.config;

import java.util.List;

/**
 * Who speaks, and where that is read.
 *
 * @param userFrom sources that are believed of a user, the strongest first, of {@link #SOURCES}
 * @param headers of an inbound request
 * @param deviceHeaders headers of an inbound request that say from which device
 * @param mdc keys of the log's context
 * @param baggage keys of OpenTelemetry's baggage
 * @param trustedProxies whose word for the client's address is believed
 * @param engagementPaths pages on which a user could speak
 */
public record Speakers(
    List<String> userFrom,
    Names headers,
    List<String> deviceHeaders,
    Names mdc,
    Names baggage,
    List<AddressRange> trustedProxies,
    List<String> engagementPaths) {
  /** The sources of a user that there are, in their default order. */
  public static final List<String> SOURCES =
      List.of("api", "request", "principal", "header", "mdc", "baggage");

  /** Of which nothing but the order of sources is known. */
  public static final Speakers NONE =
      new Speakers(SOURCES, Names.NONE, List.of(), Names.NONE, Names.NONE, List.of(), List.of());

  /**
   * What holds the ids of a user, a session and a conversation, the strongest first.
   *
   * @param user names of what says who speaks
   * @param session names of what says in which session
   * @param conversation names of what says in which conversation
   */
  public record Names(List<String> user, List<String> session, List<String> conversation) {
    /** Names nothing. */
    public static final Names NONE = new Names(List.of(), List.of(), List.of());
  }
}
