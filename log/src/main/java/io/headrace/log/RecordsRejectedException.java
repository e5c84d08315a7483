package io.headrace.log;

import io.headrace.common.errors.ApiException;
import java.util.List;

/**
 * A batch is well formed, but some of its records are not for this partition (KIP-467): none of it was taken.
 */
public final class RecordsRejectedException extends ApiException {

    private static final long serialVersionUID = 1L;

    /** The cause is the exception that stands for the error code. */
    private final transient List<RecordError> recordErrors;

    RecordsRejectedException(ApiException error, List<RecordError> recordErrors) {
        super(error.getMessage(), error);
        this.recordErrors = List.copyOf(recordErrors);
    }

    /** The exception whose error code the producer gets: an invalid timestamp, or an invalid record. */
    public ApiException error() {
        return (ApiException) getCause();
    }

    /** What is wrong with which record. */
    public List<RecordError> recordErrors() {
        return recordErrors;
    }

    /**
     * A rejected record.
     *
     * @param batchIndex its number in the batch, from 0
     * @param message why
     */
    public record RecordError(int batchIndex, String message) {}
}
