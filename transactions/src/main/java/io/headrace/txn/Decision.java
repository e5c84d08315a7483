package io.headrace.txn;

import io.headrace.common.protocol.Errors;

/** What is to be done about a request for a transactional id. */
sealed interface Decision {

    /** Nothing changes, the request is refused. */
    record Refuse(Errors error) implements Decision {}

    /** Nothing changes, since what is asked for is so already. */
    record Stand() implements Decision {}

    /** Nothing can be decided without a producer id that nobody had. */
    record NeedProducerId() implements Decision {}

    /** This is how the transactional id stands from now on. */
    record Move(Transaction next) implements Decision {}

    /** An ongoing transaction is aborted for a newer producer, which has to come again. */
    record Fence(Transaction next) implements Decision {}
}
