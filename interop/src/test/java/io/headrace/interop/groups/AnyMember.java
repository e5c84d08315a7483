package io.headrace.interop.groups;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A member of a group with either maker's consumer, for groups that have both. Commits automatically. Owned by the test's
 * thread.
 */
abstract class AnyMember implements AutoCloseable {

    private static final Duration BRIEFLY = Duration.ofMillis(20);

    /** Who has which partition, as listeners were told; fails when one has two owners. */
    static final class Owners {
        private final Map<String, AnyMember> owners = new HashMap<>();

        private void came(AnyMember member, Collection<String> partitions) {
            for (String partition : partitions) {
                AnyMember other = owners.putIfAbsent(partition, member);
                if (other != null) {
                    throw new AssertionError(partition + " went to " + member + " while " + other + " had it");
                }
            }
        }

        private void went(AnyMember member, Collection<String> partitions) {
            partitions.forEach(partition -> owners.remove(partition, member));
        }
    }

    private final String name;
    private final Owners owners;

    AnyMember(String name, Owners owners) {
        this.name = name;
        this.owners = owners;
    }

    /**
     * A member that has subscribed.
     *
     * @param name of the member; begins with {@code ours} or {@code apaches}, whose consumer it has
     */
    static AnyMember of(String name, Owners owners, String topic, Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("client.id", name);
        return name.startsWith("ours") ? new Ours(name, owners, topic, all) : new Apaches(name, owners, topic, all);
    }

    final void came(Collection<String> partitions) {
        owners.came(this, partitions);
    }

    final void went(Collection<String> partitions) {
        owners.went(this, partitions);
    }

    /** Polls briefly; the values that came. */
    abstract List<String> poll();

    /** The numbers of the partitions that it has. */
    abstract Set<Integer> assignment();

    @Override
    public abstract void close();

    @Override
    public String toString() {
        return name;
    }

    private static final class Ours extends AnyMember
            implements io.headrace.clients.consumer.ConsumerRebalanceListener {
        private final io.headrace.clients.consumer.KafkaConsumer<String, String> consumer;

        Ours(String name, Owners owners, String topic, Map<String, Object> config) {
            super(name, owners);
            consumer = new io.headrace.clients.consumer.KafkaConsumer<>(
                    config,
                    new io.headrace.common.serialization.StringDeserializer(),
                    new io.headrace.common.serialization.StringDeserializer());
            consumer.subscribe(List.of(topic), this);
        }

        @Override
        public void onPartitionsAssigned(Collection<io.headrace.common.TopicPartition> partitions) {
            came(partitions.stream().map(Object::toString).toList());
        }

        @Override
        public void onPartitionsRevoked(Collection<io.headrace.common.TopicPartition> partitions) {
            went(partitions.stream().map(Object::toString).toList());
        }

        @Override
        List<String> poll() {
            List<String> values = new ArrayList<>();
            consumer.poll(BRIEFLY).forEach(record -> values.add(record.value()));
            return values;
        }

        @Override
        Set<Integer> assignment() {
            Set<Integer> numbers = new TreeSet<>();
            consumer.assignment().forEach(partition -> numbers.add(partition.partition()));
            return numbers;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private static final class Apaches extends AnyMember
            implements org.apache.kafka.clients.consumer.ConsumerRebalanceListener {
        private final org.apache.kafka.clients.consumer.KafkaConsumer<String, String> consumer;

        Apaches(String name, Owners owners, String topic, Map<String, Object> config) {
            super(name, owners);
            consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                    config,
                    new org.apache.kafka.common.serialization.StringDeserializer(),
                    new org.apache.kafka.common.serialization.StringDeserializer());
            consumer.subscribe(List.of(topic), this);
        }

        @Override
        public void onPartitionsAssigned(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            came(partitions.stream().map(Object::toString).toList());
        }

        @Override
        public void onPartitionsRevoked(Collection<org.apache.kafka.common.TopicPartition> partitions) {
            went(partitions.stream().map(Object::toString).toList());
        }

        @Override
        List<String> poll() {
            List<String> values = new ArrayList<>();
            consumer.poll(BRIEFLY).forEach(record -> values.add(record.value()));
            return values;
        }

        @Override
        Set<Integer> assignment() {
            Set<Integer> numbers = new TreeSet<>();
            consumer.assignment().forEach(partition -> numbers.add(partition.partition()));
            return numbers;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
