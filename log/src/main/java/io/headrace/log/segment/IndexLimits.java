package io.headrace.log.segment;

/**
 * How dense and how large a segment's indexes are.
 *
 * @param intervalBytes {@code index.interval.bytes}: bytes of batches between two entries at least
 * @param maxBytes {@code segment.index.bytes}: an index of this size is full
 */
public record IndexLimits(int intervalBytes, int maxBytes) {}
