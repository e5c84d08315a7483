package io.headrace.log;

/**
 * A record found by its timestamp.
 *
 * @param timestamp in ms since the epoch
 * @param offset its offset
 * @param leaderEpoch the epoch of the leader that wrote it, -1 if not known
 */
public record TimestampedOffset(long timestamp, long offset, int leaderEpoch) {}
