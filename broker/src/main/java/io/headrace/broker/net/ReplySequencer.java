package io.headrace.broker.net;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Puts the answers of one connection back into the order of its requests, which the protocol demands: requests that were
 * sent one after the other may be answered inside the broker in any order.
 *
 * <p>Owner: the connection's loop.
 *
 * @param <T> what an answer is
 */
final class ReplySequencer<T> {

    private final ArrayDeque<Slot<T>> slots = new ArrayDeque<>(4);

    /** The place of one request's answer. */
    static final class Slot<T> {
        private T answer;
        private boolean answered;

        private Slot() {}

        /** Whether {@link ReplySequencer#answer} has been called for it. */
        boolean isAnswered() {
            return answered;
        }
    }

    /** A place behind all that were opened before. */
    Slot<T> open() {
        Slot<T> slot = new Slot<>();
        slots.addLast(slot);
        return slot;
    }

    /**
     * Fills a place, and hands out every answer whose turn has come.
     *
     * @param answer null when the request wants no answer: its place is passed over
     * @throws IllegalStateException when the place was filled before
     */
    void answer(Slot<T> slot, T answer, Consumer<T> out) {
        if (slot.answered) {
            throw new IllegalStateException("a request is answered once");
        }
        slot.answered = true;
        slot.answer = answer;
        Slot<T> head = slots.peekFirst();
        while (head != null && head.answered) {
            slots.pollFirst();
            if (head.answer != null) {
                T next = head.answer;
                head.answer = null;
                out.accept(next);
            }
            head = slots.peekFirst();
        }
    }

    /** Gives up all places; the answers that were waiting for their turn go to {@code dropped}. */
    void clear(Consumer<T> dropped) {
        for (Slot<T> slot = slots.pollFirst(); slot != null; slot = slots.pollFirst()) {
            if (slot.answer != null) {
                T answer = slot.answer;
                slot.answer = null;
                dropped.accept(answer);
            }
        }
    }

    /** How many requests are not answered, or answered and waiting for an earlier one. */
    int size() {
        return slots.size();
    }
}
