package io.headrace.clients.consumer;

import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import java.util.Set;

/**
 * A partition has no offset to read from: there is none yet, or the one there was is gone, and {@code auto.offset.reset}
 * is {@code none}. The application chooses where to go on (with one of the {@code seek} methods) and polls again.
 */
public abstract class InvalidOffsetException extends KafkaException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong */
    public InvalidOffsetException(String message) {
        super(message);
    }

    /** The partitions without a usable offset. */
    public abstract Set<TopicPartition> partitions();
}
