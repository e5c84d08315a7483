package io.headrace.group.assignor;

import io.headrace.common.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Partitions by topic id. Immutable; a topic with no partition is not in it. Ten thousand partitions take little more than
 * four bytes each.
 */
public final class PartitionSet {
    /** No partition. */
    public static final PartitionSet EMPTY = new PartitionSet(Map.of());

    private static final int[] NONE = {};

    /** Ascending and without repeats, by topic; none is empty. */
    private final Map<Uuid, int[]> partitions;

    private PartitionSet(Map<Uuid, int[]> partitions) {
        this.partitions = partitions;
    }

    /** The same partitions, each topic's in any order. */
    public static PartitionSet of(Map<Uuid, ? extends Collection<Integer>> partitions) {
        Builder builder = new Builder();
        partitions.forEach(builder::addAll);
        return builder.build();
    }

    /** Partitions of one topic. */
    public static PartitionSet of(Uuid topic, int... numbers) {
        Builder builder = new Builder();
        for (int number : numbers) {
            builder.add(topic, number);
        }
        return builder.build();
    }

    /** The topics that have a partition in this set. */
    public Set<Uuid> topics() {
        return partitions.keySet();
    }

    /** The partitions of a topic in ascending order; empty when it has none here. */
    public List<Integer> partitions(Uuid topic) {
        return IntStream.of(numbers(topic)).boxed().toList();
    }

    /** Like {@link #partitions}, not to be changed. */
    int[] numbers(Uuid topic) {
        return partitions.getOrDefault(topic, NONE);
    }

    public boolean contains(Uuid topic, int partition) {
        return indexOf(topic, partition) >= 0;
    }

    /** The place of a partition among those of its topic, ascending from 0; negative when it is not in this set. */
    public int indexOf(Uuid topic, int partition) {
        return Arrays.binarySearch(numbers(topic), partition);
    }

    public boolean isEmpty() {
        return partitions.isEmpty();
    }

    /** How many partitions of all topics. */
    public int size() {
        int size = 0;
        for (int[] numbers : partitions.values()) {
            size += numbers.length;
        }
        return size;
    }

    /** Hands over each partition: topic by topic, ascending within a topic. */
    public void forEach(ObjIntConsumer<Uuid> action) {
        partitions.forEach((topic, numbers) -> {
            for (int number : numbers) {
                action.accept(topic, number);
            }
        });
    }

    /** The partitions by topic, for messages and texts. */
    public Map<Uuid, List<Integer>> toMap() {
        Map<Uuid, List<Integer>> map = new HashMap<>();
        partitions.keySet().forEach(topic -> map.put(topic, partitions(topic)));
        return map;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof PartitionSet that) || !partitions.keySet().equals(that.partitions.keySet())) {
            return false;
        }
        return partitions.entrySet().stream()
                .allMatch(entry -> Arrays.equals(entry.getValue(), that.partitions.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<Uuid, int[]> entry : partitions.entrySet()) {
            hash += entry.getKey().hashCode() ^ Arrays.hashCode(entry.getValue());
        }
        return hash;
    }

    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        partitions.forEach((topic, numbers) -> texts.add(topic + "=" + Arrays.toString(numbers)));
        return texts.toString();
    }

    /** Collects partitions in any order. Owner: one thread. Of no use after {@link #build}. */
    public static final class Builder {
        private final Map<Uuid, int[]> numbers = new HashMap<>();
        private final Map<Uuid, Integer> counts = new HashMap<>();

        /** Starts with nothing. */
        public Builder() {}

        /** Adds a partition; adding it twice is adding it once. */
        public Builder add(Uuid topic, int partition) {
            int count = counts.getOrDefault(topic, 0);
            int[] room = numbers.get(topic);
            if (room == null) {
                room = new int[4];
                numbers.put(topic, room);
            } else if (count == room.length) {
                room = Arrays.copyOf(room, 2 * count);
                numbers.put(topic, room);
            }
            room[count] = partition;
            counts.put(topic, count + 1);
            return this;
        }

        /** Adds partitions of a topic, in any order. */
        public Builder addAll(Uuid topic, Collection<Integer> partitions) {
            if (!partitions.isEmpty() && !numbers.containsKey(topic)) {
                numbers.put(
                        topic, partitions.stream().mapToInt(Integer::intValue).toArray());
                counts.put(topic, partitions.size());
            } else {
                partitions.forEach(partition -> add(topic, partition));
            }
            return this;
        }

        /** Adds the partitions from {@code start} up to but not {@code end}. */
        public Builder addRange(Uuid topic, int start, int end) {
            if (start < end && !numbers.containsKey(topic)) {
                numbers.put(topic, IntStream.range(start, end).toArray());
                counts.put(topic, end - start);
                return this;
            }
            for (int partition = start; partition < end; partition++) {
                add(topic, partition);
            }
            return this;
        }

        /** What was added. */
        public PartitionSet build() {
            if (numbers.isEmpty()) {
                return EMPTY;
            }
            numbers.replaceAll((topic, room) -> sorted(room, counts.get(topic)));
            return new PartitionSet(numbers);
        }

        private static int[] sorted(int[] room, int count) {
            int[] all = count == room.length ? room : Arrays.copyOf(room, count);
            boolean ascending = true;
            for (int i = 1; i < count && ascending; i++) {
                ascending = all[i - 1] < all[i];
            }
            return ascending ? all : IntStream.of(all).sorted().distinct().toArray();
        }
    }
}
