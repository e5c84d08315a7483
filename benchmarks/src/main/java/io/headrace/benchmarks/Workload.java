package io.headrace.benchmarks;

import io.headrace.benchmarks.WorkloadSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Something to measure, by name.
 *
 * @param name what is asked for on the command line
 * @param kind what is done
 * @param recordSize bytes of a value
 * @param partitions of the topic
 * @param keys how many different keys records have, 0 for records without a key
 * @param config further configuration of the producer, {@code key=value}
 */
record Workload(String name, Kind kind, int recordSize, int partitions, int keys, List<String> config) {

    private static final int PARTITIONS = 6;
    private static final int MANY_PARTITIONS = 200;
    private static final int KEYS = 10_000;

    /** What is run when nothing is asked for. */
    private static final List<Workload> USUAL = List.of(
            of("p100", Kind.PRODUCE, 100),
            of("p1k", Kind.PRODUCE, 1_000, "batch.size=65536"),
            of("p1k-lz4", Kind.PRODUCE, 1_000, "batch.size=65536", "compression.type=lz4"),
            of("p1k-zstd", Kind.PRODUCE, 1_000, "batch.size=65536", "compression.type=zstd"),
            of("c100", Kind.CONSUME, 100),
            of("c1k", Kind.CONSUME, 1_000),
            of("ping", Kind.PING, 100, "linger.ms=0"));

    /**
     * The producer with everything at its default, around {@code p100}: 100 bytes, 6 partitions, no key, no compression. Each
     * of the others differs from it in one thing, but for the last two, whose keys and partitions go together.
     */
    private static final List<Workload> PRODUCER_TABLE = List.of(
            USUAL.get(0),
            of("p100-1000b", Kind.PRODUCE, 1_000),
            of("p100-100000b", Kind.PRODUCE, 100_000),
            of("p100-gzip", Kind.PRODUCE, 100, "compression.type=gzip"),
            of("p100-snappy", Kind.PRODUCE, 100, "compression.type=snappy"),
            of("p100-lz4", Kind.PRODUCE, 100, "compression.type=lz4"),
            of("p100-zstd", Kind.PRODUCE, 100, "compression.type=zstd"),
            new Workload("p100-1part", Kind.PRODUCE, 100, 1, 0, List.of()),
            new Workload("p100-200part", Kind.PRODUCE, 100, MANY_PARTITIONS, 0, List.of()),
            new Workload("p100-keyed", Kind.PRODUCE, 100, PARTITIONS, KEYS, List.of()),
            new Workload("p100-keyed-1part", Kind.PRODUCE, 100, 1, KEYS, List.of()),
            new Workload("p100-keyed-200part", Kind.PRODUCE, 100, MANY_PARTITIONS, KEYS, List.of()));

    private static Workload of(String name, Kind kind, int recordSize, String... config) {
        return new Workload(name, kind, recordSize, PARTITIONS, 0, List.of(config));
    }

    /**
     * Workloads by name; {@code producer-table} and {@code all} stand for several.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static List<Workload> named(List<String> names) {
        if (names.isEmpty()) {
            return USUAL;
        }
        List<Workload> all = new ArrayList<>(USUAL);
        all.addAll(PRODUCER_TABLE.subList(1, PRODUCER_TABLE.size()));
        List<Workload> found = new ArrayList<>();
        for (String name : names) {
            switch (name) {
                case "all" -> found.addAll(all);
                case "producer-table" -> found.addAll(PRODUCER_TABLE);
                default ->
                    found.add(all.stream()
                            .filter(workload -> workload.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("no workload '" + name + "'; there are "
                                    + all.stream().map(Workload::name).toList() + ", producer-table and all")));
            }
        }
        return found.stream().distinct().toList();
    }
}
