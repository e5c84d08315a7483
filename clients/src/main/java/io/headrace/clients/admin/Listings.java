package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.internals.KafkaFutureImpl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What every broker has listed, put together. Thread safe: the futures hold immutable lists.
 *
 * @param <T> what is listed
 */
@SuppressWarnings("FutureReturnValueIgnored") // whenComplete's: it tells nothing more.
final class Listings<T> {

    private final KafkaFuture<List<T>> valid;
    private final KafkaFuture<List<Throwable>> errors;

    /**
     * @param brokers each broker's own list, once the brokers are known
     * @param key what makes two listings of different brokers the same: a group that moves is listed by both for a moment
     */
    Listings(KafkaFuture<Map<Integer, KafkaFuture<Collection<T>>>> brokers, Function<T, ?> key) {
        KafkaFutureImpl<List<T>> all = KafkaFutureImpl.after(brokers);
        KafkaFutureImpl<List<Throwable>> failures = KafkaFutureImpl.after(brokers);
        brokers.whenComplete((lists, failure) -> {
            if (failure != null) {
                all.complete(List.of());
                failures.complete(List.of(Futures.causeOf(failure)));
                return;
            }
            Gathering<T> gathering = new Gathering<>(key, lists.size(), all, failures);
            gathering.endIfComplete();
            lists.values().forEach(list -> list.whenComplete(gathering::add));
        });
        this.valid = all;
        this.errors = failures;
    }

    /** Every broker's; fails when one failed. */
    KafkaFuture<Collection<T>> all() {
        KafkaFutureImpl<Collection<T>> result = KafkaFutureImpl.after(errors, valid);
        errors.whenComplete((failures, never) -> {
            if (failures.isEmpty()) {
                valid.whenComplete((found, none) -> result.complete(found));
            } else {
                result.completeExceptionally(failures.get(0));
            }
        });
        return result;
    }

    /** Of those brokers that did not fail. */
    KafkaFuture<Collection<T>> valid() {
        return valid.thenApply(found -> found);
    }

    /** The failures of the others. */
    KafkaFuture<Collection<Throwable>> errors() {
        return errors.thenApply(failures -> failures);
    }

    /** Brokers answer in any order, and on whichever thread: guarded by its monitor. */
    private static final class Gathering<T> {
        private final Function<T, ?> key;
        private final Map<Object, T> found = new LinkedHashMap<>();
        private final List<Throwable> failed = new ArrayList<>();
        private final KafkaFutureImpl<List<T>> all;
        private final KafkaFutureImpl<List<Throwable>> failures;
        private int open;

        Gathering(
                Function<T, ?> key,
                int brokers,
                KafkaFutureImpl<List<T>> all,
                KafkaFutureImpl<List<Throwable>> failures) {
            this.key = key;
            this.open = brokers;
            this.all = all;
            this.failures = failures;
        }

        synchronized void add(Collection<T> list, Throwable failure) {
            open--;
            if (failure == null) {
                list.forEach(one -> found.putIfAbsent(key.apply(one), one));
            } else {
                failed.add(Futures.causeOf(failure));
            }
            endIfComplete();
        }

        synchronized void endIfComplete() {
            if (open == 0) {
                all.complete(List.copyOf(found.values()));
                failures.complete(List.copyOf(failed));
            }
        }
    }
}
