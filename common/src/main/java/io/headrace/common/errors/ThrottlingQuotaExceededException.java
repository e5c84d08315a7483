package io.headrace.common.errors;

/** The caller spent its quota of controller mutations; a later attempt may pass (KIP-599). */
public class ThrottlingQuotaExceededException extends RetriableException {
    private static final long serialVersionUID = 1L;

    private final int throttleTimeMs;

    public ThrottlingQuotaExceededException(String message) {
        this(0, message);
    }

    public ThrottlingQuotaExceededException(int throttleTimeMs, String message) {
        super(message);
        this.throttleTimeMs = throttleTimeMs;
    }

    /** How many milliseconds to wait before trying again. */
    public int throttleTimeMs() {
        return throttleTimeMs;
    }
}
