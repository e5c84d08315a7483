package io.headrace.log.compact;

/**
 * Where a producer that is still known wrote last. Its last batch, or its last marker, keeps at least its header, so that
 * sequences and epochs can be made anew from the log.
 *
 * @param lastOffset of its last batch of data, -1 when there is none
 * @param epoch its newest epoch
 */
public record LastOfProducer(long lastOffset, short epoch) {}
