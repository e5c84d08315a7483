package io.headrace.metadata.store;

/** A commit was attempted under a seat that is no longer held. */
public final class StaleSeatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleSeatException(int seatEpoch, int currentEpoch) {
        super("the controller seat of epoch " + seatEpoch + " is no longer held; the newest epoch is " + currentEpoch);
    }
}
