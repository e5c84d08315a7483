package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.internals.KafkaFutureImpl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What comes of listing transactions; every broker is asked for those it coordinates. Thread safe. */
@SuppressWarnings("FutureReturnValueIgnored") // whenComplete's: it tells nothing more.
public class ListTransactionsResult {

    private final KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> brokers;

    ListTransactionsResult(KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> brokers) {
        this.brokers = brokers;
    }

    /** Those of all brokers; fails when one broker's are not known. */
    public KafkaFuture<Collection<TransactionListing>> all() {
        return allByBrokerId().thenApply(byBroker -> {
            List<TransactionListing> all = new ArrayList<>();
            byBroker.values().forEach(all::addAll);
            return all;
        });
    }

    /** Each broker's own, once it is known which brokers there are. */
    public KafkaFuture<Map<Integer, KafkaFuture<Collection<TransactionListing>>>> byBrokerId() {
        return brokers;
    }

    /** Each broker's, once all are known; fails when one broker's are not. */
    public KafkaFuture<Map<Integer, Collection<TransactionListing>>> allByBrokerId() {
        KafkaFutureImpl<Map<Integer, Collection<TransactionListing>>> result = KafkaFutureImpl.after(brokers);
        brokers.whenComplete((futures, failure) -> {
            if (failure != null) {
                result.completeExceptionally(Futures.causeOf(failure));
                return;
            }
            Futures.allOf(futures).whenComplete((all, why) -> {
                if (why != null) {
                    result.completeExceptionally(Futures.causeOf(why));
                } else {
                    result.complete(all);
                }
            });
        });
        return result;
    }
}
