package io.headrace.common.errors;

/**
 * The in-sync set was changed, and a new leader was elected by the same change (KIP-704).
 */
public class NewLeaderElectedException extends ApiException {
    private static final long serialVersionUID = 1L;

    public NewLeaderElectedException(String message) {
        super(message);
    }
}
