package io.headrace.log.segment;

/**
 * A transaction that was aborted: none of the producer's transactional records within it count.
 *
 * @param producerId whose
 * @param firstOffset where it starts, maybe in an earlier segment
 * @param markerOffset where its end is marked
 * @param lastStableOffset where the oldest transaction started that was open then; behind the marker if none was. No
 *     transaction that was aborted later starts below it
 */
public record AbortedTransaction(long producerId, long firstOffset, long markerOffset, long lastStableOffset) {}
