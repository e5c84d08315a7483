package io.headrace.clients.consumer.internals;

import java.util.Optional;

/** Leader epochs between the wire, where -1 stands for none, and the API. Stateless. */
final class Epochs {

    static final int NONE = -1;

    private Epochs() {}

    static Optional<Integer> optional(int epoch) {
        return epoch < 0 ? Optional.empty() : Optional.of(epoch);
    }
}
