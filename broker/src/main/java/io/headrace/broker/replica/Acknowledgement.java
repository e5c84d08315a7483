package io.headrace.broker.replica;

import io.headrace.common.protocol.Errors;

/** Whoever wants to hear when an append is as safe as asked for. Called on the partition's loop, once. */
public interface Acknowledgement {

    /** It is. */
    void acknowledged();

    /** It will not be. */
    void refused(Errors error);
}
