package io.headrace.broker.net;

/** A request that waits inside the broker for something: what to do when waiting has no sense any more. */
public interface Parked {

    /** The connection is gone: forget it. The request takes no answer any more. */
    void abandon();

    /** The broker closes: answer now with what there is, or leave it alone when the answer is under way. */
    void finishNow();
}
