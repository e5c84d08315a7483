package io.headrace.broker.quota;

import io.headrace.metadata.config.ClientQuotaKeys;

/** What is limited for users and client ids. */
public enum QuotaType {
    /** Bytes of produce requests. */
    PRODUCE(ClientQuotaKeys.PRODUCER_BYTE_RATE),
    /** Bytes of fetch responses. */
    FETCH(ClientQuotaKeys.CONSUMER_BYTE_RATE),
    /** Percent of one thread's time. */
    REQUEST(ClientQuotaKeys.REQUEST_PERCENTAGE),
    /** Partitions created and deleted. */
    MUTATION(ClientQuotaKeys.CONTROLLER_MUTATION_RATE);

    private final String key;

    QuotaType(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
