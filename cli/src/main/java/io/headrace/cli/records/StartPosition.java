package io.headrace.cli.records;

import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.OffsetAndTimestamp;
import io.headrace.common.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where reading begins. */
interface StartPosition {
    /** Moves the consumer there in all these partitions. */
    void seek(Consumer<?, ?> consumer, List<TopicPartition> partitions);

    /** At the oldest record. */
    static StartPosition beginning() {
        return Consumer::seekToBeginning;
    }

    /** Behind the newest record. */
    static StartPosition end() {
        return Consumer::seekToEnd;
    }

    /** At an offset; a negative one counts back from the end. Where there is no such offset, at the nearest there is. */
    static StartPosition offset(long offset) {
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> next = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long end = next.get(partition);
                long wanted = offset < 0 ? end + offset : offset;
                consumer.seek(partition, Math.max(first.get(partition), Math.min(wanted, end)));
            }
        };
    }

    /** At the first record that is not older than a time; behind the newest where there is none. */
    static StartPosition time(long timestampMs) {
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> wanted = new HashMap<>();
            partitions.forEach(partition -> wanted.put(partition, timestampMs));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
            for (TopicPartition partition : partitions) {
                OffsetAndTimestamp at = found.get(partition);
                if (at == null) {
                    consumer.seekToEnd(List.of(partition));
                } else {
                    consumer.seek(partition, at.offset());
                }
            }
        };
    }
}
