package io.headrace.metadata.image;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.record.BrokerRegistrationChangeRecord;
import io.headrace.metadata.record.ClientQuotaRecord;
import io.headrace.metadata.record.ConfigRecord;
import io.headrace.metadata.record.FeatureLevelRecord;
import io.headrace.metadata.record.PartitionChangeRecord;
import io.headrace.metadata.record.PartitionRecord;
import io.headrace.metadata.record.ProducerIdsRecord;
import io.headrace.metadata.record.RegisterBrokerRecord;
import io.headrace.metadata.record.RemoveTopicRecord;
import io.headrace.metadata.record.TopicRecord;
import io.headrace.metadata.record.UnregisterBrokerRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The one place where metadata records change anything: applies the records of one commit on top of an image. Used by
 * one thread, once. Topics that the commit touches are kept as drafts until the end, so a topic of many partitions costs
 * no copy per partition.
 */
final class ImageBuilder {
    private final ClusterImage base;
    private final Map<Uuid, TopicDraft> drafts = new LinkedHashMap<>();
    private final Map<Uuid, TopicImage> deleted = new LinkedHashMap<>();
    private final Set<ConfigResource> configsChanged = new LinkedHashSet<>();
    private HashTrie<String, TopicImage> byName;
    private HashTrie<Uuid, TopicImage> byId;
    private HashTrie<String, String> collisions;
    private HashTrie<ConfigResource, SortedMap<String, String>> configs;
    private SortedMap<Integer, BrokerImage> brokers;
    private SortedMap<String, Short> features;
    private long nextProducerId;
    private int partitionCount;
    private HashTrie<QuotaEntity, SortedMap<String, Double>> quotas;

    /** A topic being created or changed. Its place in {@link #byName} is already taken by {@link #named}. */
    private static final class TopicDraft {
        final TopicImage before;
        final TopicImage named;
        final List<PartitionImage> partitions;

        TopicDraft(TopicImage before, TopicImage named) {
            this.before = before;
            this.named = named;
            this.partitions = new ArrayList<>(named.partitions());
        }
    }

    ImageBuilder(ClusterImage base) {
        this.base = base;
        byName = base.topicsByName;
        byId = base.topicsById;
        collisions = base.collisions;
        configs = base.configs;
        brokers = base.brokers;
        features = base.features;
        nextProducerId = base.nextProducerId;
        partitionCount = base.partitionCount;
        quotas = base.quotas;
    }

    void apply(TypedRecord record) {
        if (record instanceof TopicRecord topic) {
            topic(topic);
        } else if (record instanceof PartitionRecord partition) {
            partition(partition);
        } else if (record instanceof PartitionChangeRecord change) {
            partitionChange(change);
        } else if (record instanceof RemoveTopicRecord removal) {
            removeTopic(removal);
        } else if (record instanceof ConfigRecord config) {
            config(config);
        } else if (record instanceof RegisterBrokerRecord registration) {
            registerBroker(registration);
        } else if (record instanceof BrokerRegistrationChangeRecord change) {
            brokerChange(change);
        } else if (record instanceof UnregisterBrokerRecord removal) {
            unregisterBroker(removal);
        } else if (record instanceof FeatureLevelRecord feature) {
            feature(feature);
        } else if (record instanceof ProducerIdsRecord ids) {
            producerIds(ids);
        } else if (record instanceof ClientQuotaRecord quota) {
            quota(quota);
        } else {
            throw new IllegalStateException("no rule for metadata record " + record);
        }
    }

    ImageChange build(long newVersion) {
        List<TopicImage> created = new ArrayList<>();
        List<ImageChange.TopicChange> changed = new ArrayList<>();
        for (TopicDraft draft : drafts.values()) {
            TopicImage topic = new TopicImage(draft.named.name(), draft.named.id(), draft.partitions);
            byName = byName.with(topic.name(), topic);
            byId = byId.with(topic.id(), topic);
            if (draft.before == null) {
                created.add(topic);
            } else if (!draft.before.equals(topic)) {
                changed.add(new ImageChange.TopicChange(draft.before, topic));
            }
        }
        ClusterImage after = new ClusterImage(
                base.clusterId,
                newVersion,
                byName,
                byId,
                collisions,
                partitionCount,
                configs,
                brokers,
                features,
                nextProducerId,
                quotas);
        return new ImageChange(
                base,
                after,
                new ArrayList<>(deleted.values()),
                created,
                changed,
                configsChanged,
                !brokers.equals(base.brokers),
                !quotas.equals(base.quotas));
    }

    private void topic(TopicRecord record) {
        if (byName.get(record.name()) != null || byId.get(record.topicId()) != null) {
            throw new IllegalStateException("topic created that exists: " + record);
        }
        TopicImage topic = new TopicImage(record.name(), record.topicId(), List.of());
        byName = byName.with(topic.name(), topic);
        byId = byId.with(topic.id(), topic);
        String key = ClusterImage.collisionKey(topic.name());
        if (key != null) {
            collisions = collisions.with(key, topic.name());
        }
        drafts.put(topic.id(), new TopicDraft(null, topic));
    }

    private void partition(PartitionRecord record) {
        TopicDraft draft = draft(record.topicId(), record);
        PartitionImage partition = new PartitionImage(
                record.partitionId(),
                record.replicas(),
                record.isr(),
                record.leader(),
                record.leaderEpoch(),
                record.partitionEpoch());
        int known = draft.partitions.size();
        if (record.partitionId() < 0 || record.partitionId() > known) {
            throw new IllegalStateException("partition leaves a gap after " + known + " of its topic: " + record);
        }
        if (record.partitionId() == known) {
            draft.partitions.add(partition);
            partitionCount++;
        } else {
            draft.partitions.set(record.partitionId(), partition);
        }
    }

    private void partitionChange(PartitionChangeRecord record) {
        TopicDraft draft = draft(record.topicId(), record);
        if (record.partitionId() < 0 || record.partitionId() >= draft.partitions.size()) {
            throw new IllegalStateException("change of a partition that does not exist: " + record);
        }
        PartitionImage was = draft.partitions.get(record.partitionId());
        // -2: the leader stays, and so does its epoch.
        boolean leaderNamed = record.leader() != -2;
        draft.partitions.set(
                was.id(),
                new PartitionImage(
                        was.id(),
                        record.replicas() == null ? was.replicas() : record.replicas(),
                        record.isr() == null ? was.isr() : record.isr(),
                        leaderNamed ? record.leader() : was.leader(),
                        leaderNamed ? was.leaderEpoch() + 1 : was.leaderEpoch(),
                        was.partitionEpoch() + 1));
    }

    private void removeTopic(RemoveTopicRecord record) {
        TopicImage topic = byId.get(record.topicId());
        if (topic == null) {
            throw new IllegalStateException("removal of a topic that does not exist: " + record);
        }
        TopicDraft draft = drafts.remove(topic.id());
        TopicImage before = draft == null ? topic : draft.before;
        partitionCount -= draft == null ? topic.partitions().size() : draft.partitions.size();
        if (before != null) {
            deleted.put(topic.id(), before);
        }
        byName = byName.without(topic.name());
        byId = byId.without(topic.id());
        String key = ClusterImage.collisionKey(topic.name());
        if (key != null) {
            collisions = collisions.without(key);
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        configs = configs.without(resource);
        configsChanged.remove(resource);
    }

    private void config(ConfigRecord record) {
        ConfigResource resource =
                new ConfigResource(ConfigResource.Type.forId(record.resourceType()), record.resourceName());
        SortedMap<String, String> was = configs.get(resource);
        if (record.value() != null) {
            SortedMap<String, String> settings = was == null ? Collections.emptySortedMap() : was;
            configs = configs.with(resource, ClusterImage.plus(settings, record.name(), record.value()));
        } else if (was != null) {
            SortedMap<String, String> left = ClusterImage.minus(was, record.name());
            configs = left.isEmpty() ? configs.without(resource) : configs.with(resource, left);
        }
        configsChanged.add(resource);
    }

    private void registerBroker(RegisterBrokerRecord record) {
        List<Endpoint> endpoints = record.endPoints().stream()
                .map(endpoint ->
                        new Endpoint(endpoint.name(), endpoint.host(), endpoint.port(), endpoint.securityProtocol()))
                .toList();
        BrokerImage broker = new BrokerImage(
                record.brokerId(),
                record.brokerEpoch(),
                record.incarnationId(),
                endpoints,
                record.rack(),
                record.fenced());
        brokers = ClusterImage.plus(brokers, broker.id(), broker);
    }

    private void brokerChange(BrokerRegistrationChangeRecord record) {
        BrokerImage was = registered(record.brokerId(), record.brokerEpoch(), record);
        if (record.fenced() != 0) {
            brokers = ClusterImage.plus(
                    brokers,
                    was.id(),
                    new BrokerImage(
                            was.id(),
                            was.epoch(),
                            was.incarnation(),
                            was.endpoints(),
                            was.rack(),
                            record.fenced() > 0));
        }
    }

    private void unregisterBroker(UnregisterBrokerRecord record) {
        registered(record.brokerId(), record.brokerEpoch(), record);
        brokers = ClusterImage.minus(brokers, record.brokerId());
    }

    private BrokerImage registered(int id, long epoch, TypedRecord record) {
        BrokerImage broker = brokers.get(id);
        if (broker == null || broker.epoch() != epoch) {
            throw new IllegalStateException("broker " + id + " is not registered with epoch " + epoch + ": " + record);
        }
        return broker;
    }

    private void feature(FeatureLevelRecord record) {
        // Level 0 is how a feature that is switched off is told.
        features = record.featureLevel() == 0
                ? ClusterImage.minus(features, record.name())
                : ClusterImage.plus(features, record.name(), record.featureLevel());
    }

    private void producerIds(ProducerIdsRecord record) {
        if (record.nextProducerId() < nextProducerId) {
            throw new IllegalStateException(
                    "producer ids would be given twice: next was " + nextProducerId + ", " + record);
        }
        nextProducerId = record.nextProducerId();
    }

    private void quota(ClientQuotaRecord record) {
        Map<String, String> names = new HashMap<>();
        record.entity().forEach(part -> names.put(part.entityType(), part.entityName()));
        QuotaEntity entity = QuotaEntity.of(names);
        SortedMap<String, Double> was = quotas.get(entity);
        if (!record.remove()) {
            SortedMap<String, Double> known = was == null ? Collections.emptySortedMap() : was;
            quotas = quotas.with(entity, ClusterImage.plus(known, record.key(), record.value()));
        } else if (was != null) {
            SortedMap<String, Double> left = ClusterImage.minus(was, record.key());
            quotas = left.isEmpty() ? quotas.without(entity) : quotas.with(entity, left);
        }
    }

    private TopicDraft draft(Uuid topicId, TypedRecord record) {
        TopicDraft draft = drafts.get(topicId);
        if (draft == null) {
            TopicImage topic = byId.get(topicId);
            if (topic == null) {
                throw new IllegalStateException("no topic has the id in " + record);
            }
            draft = new TopicDraft(topic, topic);
            drafts.put(topicId, draft);
        }
        return draft;
    }
}
