package io.headrace.log;

/**
 * What a compaction did.
 *
 * @param endOffset up to here no key is there twice
 * @param bytesBefore size of the segments that it went through
 * @param bytesAfter size of those that took their places
 * @param recordsRead how many records it went through
 * @param recordsKept how many of them stayed
 * @param keys how many keys the dirty part has
 * @param keyMapBytes memory that they took
 */
public record CompactionResult(
        long endOffset,
        long bytesBefore,
        long bytesAfter,
        long recordsRead,
        long recordsKept,
        int keys,
        long keyMapBytes) {}
