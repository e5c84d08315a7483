package io.headrace.common.errors;

import io.headrace.common.TopicPartition;
import java.util.Map;

/** A record is larger than a limit of the client or of the broker. */
public class RecordTooLargeException extends ApiException {
    private static final long serialVersionUID = 1L;

    private final transient Map<TopicPartition, Long> recordTooLargePartitions;

    public RecordTooLargeException() {
        this.recordTooLargePartitions = null;
    }

    public RecordTooLargeException(String message) {
        super(message);
        this.recordTooLargePartitions = null;
    }

    public RecordTooLargeException(Throwable cause) {
        super(cause);
        this.recordTooLargePartitions = null;
    }

    public RecordTooLargeException(String message, Throwable cause) {
        super(message, cause);
        this.recordTooLargePartitions = null;
    }

    /**
     * For records that could not be read.
     *
     * @param recordTooLargePartitions the offset of the record that could not be read, per partition
     */
    public RecordTooLargeException(String message, Map<TopicPartition, Long> recordTooLargePartitions) {
        super(message);
        this.recordTooLargePartitions = recordTooLargePartitions;
    }

    /** The offset of the record that could not be read, per partition; null when the record was being written. */
    public Map<TopicPartition, Long> recordTooLargePartitions() {
        return recordTooLargePartitions;
    }
}
