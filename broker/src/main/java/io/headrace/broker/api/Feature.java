package io.headrace.broker.api;

import io.headrace.protocol.ApiKey;
import java.util.Map;

/** What clients use only when the whole cluster agreed on it (KIP-584), at the level that this build has. */
enum Feature {
    /** 1: consumer groups whose members are given their assignment by the coordinator (KIP-848). */
    GROUP_VERSION(
            "group.version",
            1,
            Map.of(
                    ApiKey.CONSUMER_GROUP_HEARTBEAT, 1,
                    ApiKey.CONSUMER_GROUP_DESCRIBE, 1,
                    ApiKey.OFFSET_COMMIT, 9,
                    ApiKey.OFFSET_FETCH, 9)),
    /** 2: an epoch of its own for each transaction, and partitions that are added by producing to them (KIP-890). */
    TRANSACTION_VERSION(
            "transaction.version",
            2,
            Map.of(
                    ApiKey.INIT_PRODUCER_ID, 5,
                    ApiKey.ADD_PARTITIONS_TO_TXN, 3,
                    ApiKey.ADD_OFFSETS_TO_TXN, 3,
                    ApiKey.PRODUCE, 12,
                    ApiKey.TXN_OFFSET_COMMIT, 5,
                    ApiKey.END_TXN, 5));

    private final String featureName;
    private final short level;

    @SuppressWarnings("ImmutableEnumChecker") // Made by Map.of.
    private final Map<ApiKey, Integer> calls;

    Feature(String featureName, int level, Map<ApiKey, Integer> calls) {
        this.featureName = featureName;
        this.level = (short) level;
        this.calls = calls;
    }

    /** Its name on the wire. */
    String featureName() {
        return featureName;
    }

    /** The level that is supported and in force. */
    short level() {
        return level;
    }

    /** Whether all calls that belong to it are served. */
    boolean isServedBy(ApiTable table) {
        return calls.entrySet().stream().allMatch(call -> {
            Api<?> api = table.get(call.getKey());
            return api != null && api.takes(call.getValue());
        });
    }
}
