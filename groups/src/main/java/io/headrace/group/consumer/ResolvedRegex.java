package io.headrace.group.consumer;

import io.headrace.group.record.ConsumerGroupRegularExpressionValue;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The topics that a regular expression stands for. Immutable.
 *
 * @param topics names of topics that match
 * @param imageVersion of the image in which they were looked up
 * @param timestampMs when
 */
record ResolvedRegex(SortedSet<String> topics, long imageVersion, long timestampMs) {
    ResolvedRegex {
        topics = Collections.unmodifiableSortedSet(topics);
    }

    static ResolvedRegex of(ConsumerGroupRegularExpressionValue value) {
        return new ResolvedRegex(new TreeSet<>(value.topics()), value.version(), value.timestamp());
    }

    ConsumerGroupRegularExpressionValue toRecord() {
        return new ConsumerGroupRegularExpressionValue()
                .topics(List.copyOf(topics))
                .version(imageVersion)
                .timestamp(timestampMs);
    }
}
