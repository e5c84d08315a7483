package io.headrace.clients.fake;

import io.headrace.protocol.ApiMessage;

/** What a fake broker does with a request. */
public sealed interface Fault {

    /** Serves it. */
    Fault NONE = new None();

    /** Closes the connection without having done anything. */
    Fault DISCONNECT = new Disconnect();

    /** Serves it, and closes the connection instead of answering. */
    Fault LOSE_ANSWER = new LoseAnswer();

    /** Serves it, and says nothing. */
    Fault SWALLOW_ANSWER = new SwallowAnswer();

    /** Does nothing and says nothing. */
    Fault STALL = new Stall();

    /** Does nothing, and answers this. */
    static Fault answer(ApiMessage response) {
        return new Answer(response);
    }

    /** Serves it, and answers after a while; answers behind it wait, too. */
    static Fault delay(long ms) {
        return new Delay(ms);
    }

    /** Sends bytes that are no answer. */
    static Fault garbage(byte[] bytes) {
        return new Garbage(bytes);
    }

    /** See {@link #NONE}. */
    record None() implements Fault {}

    /** See {@link #DISCONNECT}. */
    record Disconnect() implements Fault {}

    /** See {@link #LOSE_ANSWER}. */
    record LoseAnswer() implements Fault {}

    /** See {@link #SWALLOW_ANSWER}. */
    record SwallowAnswer() implements Fault {}

    /** See {@link #STALL}. */
    record Stall() implements Fault {}

    /** See {@link #answer}. */
    record Answer(ApiMessage response) implements Fault {}

    /** See {@link #delay}. */
    record Delay(long ms) implements Fault {}

    /** See {@link #garbage}. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Garbage(byte[] bytes) implements Fault {}
}
