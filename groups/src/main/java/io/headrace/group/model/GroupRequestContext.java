package io.headrace.group.model;

/**
 * What a request says about itself, beside its message.
 *
 * @param apiVersion version of the request
 * @param clientId what the client calls itself; empty when it does not say
 * @param clientHost where it comes from, as Kafka writes it: a slash and the address
 * @param nowMs when it came, in milliseconds since the epoch
 */
public record GroupRequestContext(int apiVersion, String clientId, String clientHost, long nowMs) {
    /** A client without a name has an empty one. */
    public GroupRequestContext {
        clientId = clientId == null ? "" : clientId;
    }
}
