package io.headrace.clients.consumer.internals.work;

import io.headrace.common.KafkaException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Dead letters on their way. Owner: the polling thread, for all but the queue of those that arrived, into which any thread
 * puts.
 */
final class Letters<K, V> {

    /** A letter that arrived, or did not. */
    private record Arrived<K, V>(OfTask<K, V> of, Throwable failure) {}

    /** The letters of one task. */
    private static final class OfTask<K, V> {
        private final Task<K, V> task;
        private int missing;
        private Throwable failure;

        OfTask(Task<K, V> task, int missing) {
            this.task = task;
            this.missing = missing;
        }
    }

    private Queue<Arrived<K, V>> arrived = new ConcurrentLinkedQueue<>();
    private int underWay;

    /** Waits for the letters of a task. */
    void expect(Task<K, V> task, List<CompletionStage<?>> sent) {
        OfTask<K, V> own = new OfTask<>(task, sent.size());
        Queue<Arrived<K, V>> to = arrived;
        underWay += sent.size();
        sent.forEach(stage -> stage.whenComplete((value, failure) -> to.add(new Arrived<>(own, failure))));
    }

    /** Does not wait for those under way any more. */
    void forget() {
        underWay = 0;
        arrived = new ConcurrentLinkedQueue<>();
    }

    /** How many have not been heard of. */
    int underWay() {
        return underWay;
    }

    /**
     * Hears what became of letters.
     *
     * @param safe told of each task whose letters have all arrived
     * @param failed told of each task one of whose letters did not
     */
    void take(Consumer<Task<K, V>> safe, java.util.function.BiConsumer<Task<K, V>, KafkaException> failed) {
        for (Arrived<K, V> next = arrived.poll(); next != null; next = arrived.poll()) {
            underWay--;
            OfTask<K, V> of = next.of();
            of.missing--;
            of.failure = of.failure == null ? next.failure() : of.failure;
            if (of.missing > 0) {
                continue;
            }
            if (of.failure == null) {
                safe.accept(of.task);
            } else {
                failed.accept(of.task, undelivered(of.task, of.failure));
            }
        }
    }

    /** What the loop ends with when a letter cannot be delivered. */
    static KafkaException undelivered(Task<?, ?> task, Throwable cause) {
        return new KafkaException("A dead letter for " + task.place() + " could not be delivered", cause);
    }
}
