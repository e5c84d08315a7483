package io.headrace.log.producer;

/**
 * A transaction of a partition that has been ended.
 *
 * @param producerId whose
 * @param firstOffset where it starts
 * @param markerOffset where its end is marked
 * @param committed how it ended
 */
public record CompletedTransaction(long producerId, long firstOffset, long markerOffset, boolean committed) {}
