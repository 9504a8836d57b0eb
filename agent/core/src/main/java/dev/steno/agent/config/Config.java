package dev.steno.agent.config;

import java.util.List;

/**
 * What the user configured, with the defaults for the rest.
 *
 * @param enabled whether Steno records at all
 * @param exporters the names of the exporters that are on, in the user's order
 * @param agentName the name of the assistant in every interaction; empty for what its framework
 *     calls it
 * @param debug whether the log says what was hooked and counted
 * @param file settings of the file exporter
 * @param httpInclude servers whose every POST is a model call, as {@code host:port/path} with
 *     {@code *}
 * @param httpExclude servers that are left alone, in the same form
 * @param linking how calls are put together to interactions and conversations
 * @param speakers who speaks, and where that is read
 * @param destinations settings of the exporters that send over a network
 * @param privacy what of a conversation is kept, and for whom
 * @param delivery how what waits for the exporters is kept
 * @param interactionMaxSize bytes that one interaction may take as JSON
 * @param outboxMaxSize bytes that may wait between the application's threads and the writer
 * @param pricesFile a file of prices that override and add to the table's; empty for none
 * @param streamTimeoutSeconds how long an answer may stay unread before it counts as abandoned
 * @param set what the user set, as {@code key=value}, secrets masked
 * @param problems what is wrong with it, one line each, with what was done instead
 */
public record Config(
    boolean enabled,
    List<String> exporters,
    String agentName,
    boolean debug,
    FileConfig file,
    List<String> httpInclude,
    List<String> httpExclude,
    Linking linking,
    Speakers speakers,
    Destinations destinations,
    Privacy privacy,
    Delivery delivery,
    int interactionMaxSize,
    long outboxMaxSize,
    String pricesFile,
    long streamTimeoutSeconds,
    List<String> set,
    List<String> problems) {

  /**
   * Settings of the file exporter.
   *
   * @param dir the folder that the files go to
   * @param maxSize bytes after which a new file is begun
   * @param keepDays days after which a file is deleted
   * @param keepSize bytes that all files together may take before the oldest is deleted
   */
  public record FileConfig(String dir, long maxSize, int keepDays, long keepSize) {}

  /**
   * How calls are put together to interactions and conversations.
   *
   * @param timeoutSeconds how long an interaction waits for the results of tools
   * @param infer whether conversations are found by what was said in them
   * @param requestFields fields of a request that name its conversation, the strongest first
   */
  public record Linking(long timeoutSeconds, boolean infer, List<String> requestFields) {}
}
