package io.headrace.log.compact;

/**
 * What a segment is, as far as the decision to compact goes by it.
 *
 * @param baseOffset where it starts
 * @param bytes its size
 * @param largestTimestamp of its records in ms since the epoch, -1 if there is none
 * @param firstTimestamp of its first batch in ms since the epoch, not above 0 if there is none
 */
public record SegmentFacts(long baseOffset, long bytes, long largestTimestamp, long firstTimestamp) {}
