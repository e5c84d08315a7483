package io.headrace.metadata.image;

import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.record.ClientQuotaRecord;
import io.headrace.metadata.record.ConfigRecord;
import io.headrace.metadata.record.FeatureLevelRecord;
import io.headrace.metadata.record.PartitionRecord;
import io.headrace.metadata.record.ProducerIdsRecord;
import io.headrace.metadata.record.RegisterBrokerRecord;
import io.headrace.metadata.record.TopicRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** An image told as the fewest records that lead to it. Pure. */
final class Snapshot {
    private Snapshot() {}

    static List<TypedRecord> of(ClusterImage image) {
        List<TypedRecord> records = new ArrayList<>();
        image.features.forEach(
                (name, level) -> records.add(new FeatureLevelRecord().name(name).featureLevel(level)));
        for (BrokerImage broker : image.brokers.values()) {
            records.add(registration(broker));
        }
        for (TopicImage topic : image.topics()) {
            records.add(new TopicRecord().name(topic.name()).topicId(topic.id()));
            for (PartitionImage partition : topic.partitions()) {
                records.add(new PartitionRecord()
                        .topicId(topic.id())
                        .partitionId(partition.id())
                        .replicas(partition.replicas())
                        .isr(partition.isr())
                        .leader(partition.leader())
                        .leaderEpoch(partition.leaderEpoch())
                        .partitionEpoch(partition.partitionEpoch()));
            }
        }
        for (Map.Entry<ConfigResource, SortedMap<String, String>> resource : image.configs.entries()) {
            resource.getValue()
                    .forEach((name, value) -> records.add(new ConfigRecord()
                            .resourceType(resource.getKey().type().id())
                            .resourceName(resource.getKey().name())
                            .name(name)
                            .value(value)));
        }
        for (Map.Entry<QuotaEntity, SortedMap<String, Double>> entity : image.quotas.entries()) {
            entity.getValue()
                    .forEach((key, value) -> records.add(new ClientQuotaRecord()
                            .entity(entityOf(entity.getKey()))
                            .key(key)
                            .value(value)));
        }
        if (image.nextProducerId > 0) {
            records.add(new ProducerIdsRecord().brokerId(-1).nextProducerId(image.nextProducerId));
        }
        return records;
    }

    private static List<ClientQuotaRecord.EntityData> entityOf(QuotaEntity entity) {
        List<ClientQuotaRecord.EntityData> parts = new ArrayList<>();
        entity.parts()
                .forEach((type, name) -> parts.add(
                        new ClientQuotaRecord.EntityData().entityType(type).entityName(name.orElse(null))));
        return parts;
    }

    private static RegisterBrokerRecord registration(BrokerImage broker) {
        return new RegisterBrokerRecord()
                .brokerId(broker.id())
                .brokerEpoch(broker.epoch())
                .incarnationId(broker.incarnation())
                .rack(broker.rack())
                .fenced(broker.fenced())
                .endPoints(broker.endpoints().stream()
                        .map(endpoint -> new RegisterBrokerRecord.BrokerEndpoint()
                                .name(endpoint.listener())
                                .host(endpoint.host())
                                .port(endpoint.port())
                                .securityProtocol(endpoint.securityProtocol()))
                        .toList());
    }
}
