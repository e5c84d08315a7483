package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of describing transactions. Each transactional id succeeds or fails on its own. Thread safe. */
public class DescribeTransactionsResult {

    private final Map<String, KafkaFuture<TransactionDescription>> futures;

    DescribeTransactionsResult(Map<String, KafkaFuture<TransactionDescription>> futures) {
        this.futures = futures;
    }

    /**
     * The description of one transactional id.
     *
     * @param transactionalId one of those that were given
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<TransactionDescription> description(String transactionalId) {
        return Futures.required(futures, transactionalId, "transactional id");
    }

    /** All descriptions by transactional id; fails when one fails. */
    public KafkaFuture<Map<String, TransactionDescription>> all() {
        return Futures.allOf(futures);
    }
}
