package io.headrace.clients.admin.internals.transactions;

import io.headrace.clients.admin.ListTransactionsOptions;
import io.headrace.clients.admin.TransactionListing;
import io.headrace.clients.admin.TransactionState;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ListTransactionsRequest;
import io.headrace.protocol.message.ListTransactionsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Lists the transactional ids that brokers coordinate, by broker (ListTransactions, KIP-664). */
public final class ListTransactionsOperation implements Operation<Integer, Collection<TransactionListing>> {

    private static final int WITH_DURATION = 1;
    private static final int WITH_PATTERN = 2;

    private final ListTransactionsOptions options;

    public ListTransactionsOperation(ListTransactionsOptions options) {
        this.options = options;
    }

    @Override
    public String what(Integer item) {
        return "the transactions of broker " + item;
    }

    @Override
    public Route route(Integer item) {
        return Route.broker(item);
    }

    @Override
    public Call call(List<Integer> items, int timeoutMs) {
        String pattern = options.filteredTransactionalIdPattern();
        boolean hasPattern = pattern != null && !pattern.isEmpty();
        ListTransactionsRequest request = new ListTransactionsRequest()
                .stateFilters(options.filteredStates().stream()
                        .map(TransactionState::toString)
                        .toList())
                .producerIdFilters(List.copyOf(options.filteredProducerIds()))
                .durationFilter(options.filteredDuration())
                .transactionalIdPattern(hasPattern ? pattern : null);
        int lowest = options.filteredDuration() >= 0 ? WITH_DURATION : ApiKey.LIST_TRANSACTIONS.lowestVersion();
        return Call.of(request, hasPattern ? WITH_PATTERN : lowest, ApiKey.LIST_TRANSACTIONS.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<Integer> items,
            Answers<Integer, Collection<TransactionListing>> answers) {
        ListTransactionsResponse listed = (ListTransactionsResponse) response;
        Errors error = Errors.forCode(listed.errorCode());
        for (Integer item : items) {
            if (error == Errors.NONE) {
                List<TransactionListing> listings = new ArrayList<>();
                listed.transactionStates()
                        .forEach(told -> listings.add(new TransactionListing(
                                told.transactionalId(),
                                told.producerId(),
                                TransactionState.parse(told.transactionState()))));
                answers.succeed(item, listings);
            } else if (TransactionAnswers.isPassing(error)) {
                answers.retry(item, error.exception());
            } else {
                answers.fail(
                        item, error.exception("Error listing transactions on broker " + item + ": " + error.message()));
            }
        }
    }
}
