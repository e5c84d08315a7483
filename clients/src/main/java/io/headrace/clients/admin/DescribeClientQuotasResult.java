package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.quota.ClientQuotaEntity;
import java.util.Map;

/** What comes of asking for quotas. Thread safe. */
public class DescribeClientQuotasResult {

    private final KafkaFuture<Map<ClientQuotaEntity, Map<String, Double>>> entities;

    /** @param entities quotas by key, by entity */
    public DescribeClientQuotasResult(KafkaFuture<Map<ClientQuotaEntity, Map<String, Double>>> entities) {
        this.entities = entities;
    }

    /** Quotas by key ({@code producer_byte_rate}, ...), by entity. */
    public KafkaFuture<Map<ClientQuotaEntity, Map<String, Double>>> entities() {
        return entities;
    }
}
