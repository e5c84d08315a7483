package io.headrace.broker.api;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;

/**
 * One API of the protocol as this broker answers it. Immutable; one instance serves all loops.
 *
 * @param <Q> its request
 */
abstract class Api<Q extends ApiMessage> {

    private final ApiKey key;
    private final int lowest;
    private final int highest;

    /** An API that takes the versions from {@code lowest} to {@code highest}. */
    Api(ApiKey key, int lowest, int highest) {
        this.key = key;
        this.lowest = lowest;
        this.highest = highest;
    }

    final ApiKey key() {
        return key;
    }

    final int lowest() {
        return lowest;
    }

    final int highest() {
        return highest;
    }

    /** The lowest version that clients are told of. */
    int lowestAdvertised() {
        return lowest;
    }

    final boolean takes(int version) {
        return version >= lowest && version <= highest;
    }

    /** Whether the request refers to bytes of its frame, which is then kept until the answer. */
    boolean needsFrame() {
        return false;
    }

    /** Starts to answer. Runs on the loop of the connection; the answer is given there too. */
    abstract void handle(Call<Q> call);
}
