package io.headrace.protocol;

/** A response that can tell its client for how long it is throttled (KIP-219). */
public interface ThrottledResponse extends ApiMessage {

    /** For how many milliseconds the client is to send nothing; 0 when it is not throttled. */
    int throttleTimeMs();

    /** Tells the client to send nothing for so many milliseconds. */
    ThrottledResponse throttleTimeMs(int value);
}
