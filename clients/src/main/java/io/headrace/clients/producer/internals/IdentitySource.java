package io.headrace.clients.producer.internals;

/** Where batches get the identity from that they are stamped with. Owner: the client's loop. */
interface IdentitySource {

    /** Whether there is an identity. */
    boolean isThere();

    /** The producer id. */
    long id();

    /** Its epoch. */
    short epoch();

    /** Whether a partition that writes with an identity has to go on with the one given here instead. */
    boolean hasReplaced(long id, short epoch);

    /**
     * Whether a partition that has written with an identity may be forgotten, and begin at sequence 0 again when it is used
     * again: then with another identity.
     */
    boolean mayBeginAnewAfter(long id, short epoch);

    /** A partition that has written with an identity is forgotten. */
    void startAfter(long id, short epoch);

    /** Epochs of an identity are used up: it is not given out any more. */
    void retire(long usedUp);

    /** Asks for an identity unless there is one, or it is being asked for. */
    void request();

    /** Why there is none yet, in words; empty if nothing went wrong. */
    String lastTrouble();
}
