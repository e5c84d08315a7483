package io.headrace.broker.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ListTransactionsRequest;
import io.headrace.protocol.message.ListTransactionsResponse;
import io.headrace.txn.Transaction;
import io.headrace.txn.TransactionMachine;
import io.headrace.txn.TransactionState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The transactional ids of all coordinators here, by state, producer, duration (KIP-994) and pattern (KIP-1152). All
 * coordinators must be loaded.
 */
final class ListTransactionsApi extends Api<ListTransactionsRequest> {

    private final Services services;

    /** What one coordinator says. */
    private record Part(Errors error, List<ListTransactionsResponse.TransactionState> transactions) {}

    ListTransactionsApi(Services services) {
        super(ApiKey.LIST_TRANSACTIONS, 0, 2);
        this.services = services;
    }

    @Override
    void handle(Call<ListTransactionsRequest> call) {
        Wanted wanted;
        try {
            wanted = new Wanted(call.body());
        } catch (PatternSyntaxException e) {
            call.reply(new ListTransactionsResponse().errorCode(Errors.INVALID_REGULAR_EXPRESSION.code()));
            return;
        }
        CoordinatorShards<TransactionMachine> shards = services.transactions().shards();
        int count = shards.count();
        Gathering<Part> gathering = new Gathering<>(call, count, parts -> reply(call, wanted, parts));
        for (int i = 0; i < count; i++) {
            var then = gathering.part(i);
            shards.step(
                    i,
                    (machine, nowMs) -> {
                        Part part = new Part(Errors.NONE, list(machine, wanted.at(nowMs)));
                        return Outcome.answer(then, part, error -> new Part(error, List.of()));
                    },
                    error -> then.accept(new Part(error, List.of())));
        }
    }

    private static List<ListTransactionsResponse.TransactionState> list(
            TransactionMachine machine, Predicate<Transaction> wanted) {
        List<ListTransactionsResponse.TransactionState> listed = new ArrayList<>();
        for (Transaction transaction : machine.transactions()) {
            if (wanted.test(transaction)) {
                listed.add(new ListTransactionsResponse.TransactionState()
                        .transactionalId(transaction.transactionalId())
                        .producerId(transaction.producer().id())
                        .transactionState(transaction.state().label()));
            }
        }
        return listed;
    }

    private static void reply(Call<ListTransactionsRequest> call, Wanted wanted, List<Part> parts) {
        List<ListTransactionsResponse.TransactionState> all = new ArrayList<>();
        for (Part part : parts) {
            // Coordinators that are elsewhere are asked there.
            if (part.error() != Errors.NONE && part.error() != Errors.NOT_COORDINATOR) {
                call.reply(new ListTransactionsResponse().errorCode(part.error().code()));
                return;
            }
            all.addAll(part.transactions());
        }
        call.reply(new ListTransactionsResponse()
                .unknownStateFilters(wanted.unknownStates)
                .transactionStates(all));
    }

    /** What a request asks for. Immutable. */
    private static final class Wanted {
        private final Set<TransactionState> states = EnumSet.noneOf(TransactionState.class);
        private final List<String> unknownStates = new ArrayList<>();
        private final boolean anyState;
        private final Set<Long> producerIds;
        private final long longerThanMs;
        private final Predicate<String> ids;

        Wanted(ListTransactionsRequest request) {
            anyState = request.stateFilters().isEmpty();
            for (String name : request.stateFilters()) {
                TransactionState state = stateOf(name);
                if (state == null) {
                    unknownStates.add(name);
                } else {
                    states.add(state);
                }
            }
            producerIds = new HashSet<>(request.producerIdFilters());
            longerThanMs = request.durationFilter();
            String pattern = request.transactionalIdPattern();
            ids = pattern == null || pattern.isEmpty() ? id -> true : Pattern.compile(pattern)::matches;
        }

        private static TransactionState stateOf(String name) {
            for (TransactionState state : TransactionState.values()) {
                if (state.label().equals(name)) {
                    return state;
                }
            }
            return null;
        }

        Predicate<Transaction> at(long nowMs) {
            return transaction -> (anyState || states.contains(transaction.state()))
                    && (producerIds.isEmpty()
                            || producerIds.contains(transaction.producer().id()))
                    && (longerThanMs < 0 || nowMs - transaction.startMs() > longerThanMs)
                    && ids.test(transaction.transactionalId());
        }
    }
}
