package io.headrace.common.errors;

/**
 * The client pushed more telemetry than the broker accepts (KIP-714).
 */
public class TelemetryTooLargeException extends ApiException {
    private static final long serialVersionUID = 1L;

    public TelemetryTooLargeException(String message) {
        super(message);
    }
}
