package dev.steno.smoke.contract;

import java.util.Map;

/**
 * A whole answer, as the client gave it.
 *
 * @param status its status
 * @param contentType its media type
 * @param body its bytes; still packed, if the client leaves unpacking to the application
 * @param facts what else the application can see: the classes of the client's objects, the
 *     protocol, …
 */
@SuppressWarnings("ArrayRecordComponent") // Replies are not compared.
public record Reply(int status, String contentType, byte[] body, Map<String, ?> facts) {}
