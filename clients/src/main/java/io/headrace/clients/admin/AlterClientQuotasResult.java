package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.quota.ClientQuotaEntity;
import java.util.Map;

/** What comes of changing quotas. Each entity succeeds or fails on its own. Thread safe. */
public class AlterClientQuotasResult {

    private final Map<ClientQuotaEntity, KafkaFuture<Void>> futures;

    /** @param futures by entity */
    public AlterClientQuotasResult(Map<ClientQuotaEntity, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By entity. */
    public Map<ClientQuotaEntity, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Done for all entities; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
