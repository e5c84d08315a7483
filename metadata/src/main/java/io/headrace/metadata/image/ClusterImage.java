package io.headrace.metadata.image;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the cluster agreed on, at one version. It results from applying metadata records, one commit after the
 * other, to the {@linkplain #empty empty} image, and never changes; a newer image shares all that did not change with
 * the older one, so keeping one is cheap and changing one topic among ten thousand touches a handful of small arrays.
 */
public final class ClusterImage {
    final String clusterId;
    final long version;
    final HashTrie<String, TopicImage> topicsByName;
    final HashTrie<Uuid, TopicImage> topicsById;
    /** Names that hold a dot or an underscore, under {@link #collisionKey}: two topics must not differ only in those. */
    final HashTrie<String, String> collisions;

    final int partitionCount;
    final HashTrie<ConfigResource, SortedMap<String, String>> configs;
    final SortedMap<Integer, BrokerImage> brokers;
    final SortedMap<String, Short> features;
    final long nextProducerId;
    final HashTrie<QuotaEntity, SortedMap<String, Double>> quotas;

    ClusterImage(
            String clusterId,
            long version,
            HashTrie<String, TopicImage> topicsByName,
            HashTrie<Uuid, TopicImage> topicsById,
            HashTrie<String, String> collisions,
            int partitionCount,
            HashTrie<ConfigResource, SortedMap<String, String>> configs,
            SortedMap<Integer, BrokerImage> brokers,
            SortedMap<String, Short> features,
            long nextProducerId,
            HashTrie<QuotaEntity, SortedMap<String, Double>> quotas) {
        this.clusterId = clusterId;
        this.version = version;
        this.topicsByName = topicsByName;
        this.topicsById = topicsById;
        this.collisions = collisions;
        this.partitionCount = partitionCount;
        this.configs = configs;
        this.brokers = brokers;
        this.features = features;
        this.nextProducerId = nextProducerId;
        this.quotas = quotas;
    }

    /** The image of a cluster nothing was ever committed to: version 0. */
    public static ClusterImage empty(String clusterId) {
        return new ClusterImage(
                Objects.requireNonNull(clusterId, "clusterId"),
                0,
                HashTrie.empty(),
                HashTrie.empty(),
                HashTrie.empty(),
                0,
                HashTrie.empty(),
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                0,
                HashTrie.empty());
    }

    public String clusterId() {
        return clusterId;
    }

    /** How many commits led to this image. */
    public long version() {
        return version;
    }

    /** The topic of that name, or null. */
    public TopicImage topic(String name) {
        return topicsByName.get(name);
    }

    /** The topic with that id, or null. */
    public TopicImage topic(Uuid id) {
        return topicsById.get(id);
    }

    /** All topics, in no particular order. */
    public Collection<TopicImage> topics() {
        return topicsByName.values();
    }

    public int topicCount() {
        return topicsByName.size();
    }

    /** The number of partitions of all topics. */
    public int partitionCount() {
        return partitionCount;
    }

    /**
     * A topic that {@code name} cannot live beside because the two differ in dots and underscores only, or null. The
     * topic of that very name is no such topic.
     */
    public String collidingTopic(String name) {
        String key = collisionKey(name);
        String other = key == null ? null : collisions.get(key);
        return name.equals(other) ? null : other;
    }

    /** What was set for a resource, by key; empty when nothing was. */
    public SortedMap<String, String> configs(ConfigResource resource) {
        SortedMap<String, String> found = configs.get(resource);
        return found == null ? Collections.emptySortedMap() : found;
    }

    /** The resources of a type for which something was set, in no particular order. */
    public List<ConfigResource> configuredResources(ConfigResource.Type type) {
        List<ConfigResource> found = new ArrayList<>();
        for (Map.Entry<ConfigResource, SortedMap<String, String>> each : configs.entries()) {
            if (each.getKey().type() == type) {
                found.add(each.getKey());
            }
        }
        return found;
    }

    /** The quotas of one entity, by key; empty when it has none of its own. */
    public SortedMap<String, Double> quotas(QuotaEntity entity) {
        SortedMap<String, Double> found = quotas.get(entity);
        return found == null ? Collections.emptySortedMap() : found;
    }

    /** All entities that have quotas, in no particular order, with these by key. */
    public Map<QuotaEntity, SortedMap<String, Double>> quotas() {
        Map<QuotaEntity, SortedMap<String, Double>> all = new HashMap<>();
        quotas.entries().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    /** The registered broker with that id, or null. */
    public BrokerImage broker(int id) {
        return brokers.get(id);
    }

    /** The registered brokers by id. */
    public Collection<BrokerImage> brokers() {
        return brokers.values();
    }

    /** The finalized feature levels by feature. */
    public Map<String, Short> features() {
        return features;
    }

    /** The first producer id that no broker was given yet. */
    public long nextProducerId() {
        return nextProducerId;
    }

    /**
     * The image after one more commit.
     *
     * @throws IllegalStateException when the records make no sense on this image, for example a partition of a topic
     *     that does not exist: they were not planned on it, or what was stored is damaged
     */
    public ImageChange apply(List<? extends TypedRecord> records) {
        return apply(records, version + 1);
    }

    /** As {@link #apply(List)}, arriving at a given version: for a snapshot, which stands for many commits. */
    public ImageChange apply(List<? extends TypedRecord> records, long newVersion) {
        ImageBuilder builder = new ImageBuilder(this);
        for (TypedRecord record : records) {
            builder.apply(record);
        }
        return builder.build(newVersion);
    }

    /** Records that lead from the empty image to this one. */
    public List<TypedRecord> records() {
        return Snapshot.of(this);
    }

    /** Two names with the same key cannot both be topics; null when a name holds neither a dot nor an underscore. */
    static String collisionKey(String name) {
        return name.indexOf('.') >= 0 || name.indexOf('_') >= 0 ? name.replace('.', '_') : null;
    }

    static <K extends Comparable<K>, V> SortedMap<K, V> plus(SortedMap<K, V> map, K key, V value) {
        SortedMap<K, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableSortedMap(copy);
    }

    static <K extends Comparable<K>, V> SortedMap<K, V> minus(SortedMap<K, V> map, K key) {
        SortedMap<K, V> copy = new TreeMap<>(map);
        copy.remove(key);
        return Collections.unmodifiableSortedMap(copy);
    }

    /** Whether the two say the same, whichever way they came about. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof ClusterImage that
                && version == that.version
                && partitionCount == that.partitionCount
                && nextProducerId == that.nextProducerId
                && clusterId.equals(that.clusterId)
                && brokers.equals(that.brokers)
                && features.equals(that.features)
                && configs.equals(that.configs)
                && quotas.equals(that.quotas)
                && topicsByName.equals(that.topicsByName)
                && topicsById.equals(that.topicsById)
                && collisions.equals(that.collisions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(clusterId, version, nextProducerId, partitionCount, topicsByName);
    }

    @Override
    public String toString() {
        return "ClusterImage(clusterId=" + clusterId + ", version=" + version + ", topics=" + topicCount()
                + ", partitions=" + partitionCount + ", brokers=" + brokers.keySet() + ", nextProducerId="
                + nextProducerId + ")";
    }
}
