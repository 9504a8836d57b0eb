package dev.steno.agent.spool;

/**
 * One record of a spool.
 *
 * @param seq its number in its folder, from 1 on, without gaps as they were appended
 * @param calls how many calls it counts for
 * @param payload its bytes, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SpoolRecord(long seq, int calls, byte[] payload) {}
