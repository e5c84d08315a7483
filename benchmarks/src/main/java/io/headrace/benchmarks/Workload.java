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
 * @param config further configuration of the producer, or of the one that fills the topic, {@code key=value}
 */
record Workload(String name, Kind kind, int recordSize, int partitions, int keys, List<String> config) {

    private static final int PARTITIONS = 6;
    private static final int MANY_PARTITIONS = 200;
    private static final int KEYS = 10_000;
    private static final String LARGE_BATCHES = "batch.size=65536";

    /** What is run when nothing is asked for. */
    private static final List<Workload> USUAL = List.of(
            of("p100", Kind.PRODUCE, 100),
            of("p1k", Kind.PRODUCE, 1_000, LARGE_BATCHES),
            of("p1k-lz4", Kind.PRODUCE, 1_000, LARGE_BATCHES, "compression.type=lz4"),
            of("p1k-zstd", Kind.PRODUCE, 1_000, LARGE_BATCHES, "compression.type=zstd"),
            of("c100", Kind.CONSUME, 100, LARGE_BATCHES),
            of("c1k", Kind.CONSUME, 1_000, LARGE_BATCHES),
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

    /**
     * The consumer with everything at its default, around {@code c100}: 100 bytes, 6 partitions, no compression, batches of
     * up to 64 KiB, byte arrays. Each of the others differs from it in one thing, but for those of 1,000 bytes.
     */
    private static final List<Workload> CONSUMER_TABLE = List.of(
            USUAL.get(4),
            USUAL.get(5),
            of("c100-100000b", Kind.CONSUME, 100_000, LARGE_BATCHES),
            of("c100-16kbatch", Kind.CONSUME, 100),
            of("c100-text", Kind.CONSUME_TEXT, 100, LARGE_BATCHES),
            of("c100-gzip", Kind.CONSUME, 100, LARGE_BATCHES, "compression.type=gzip"),
            of("c100-snappy", Kind.CONSUME, 100, LARGE_BATCHES, "compression.type=snappy"),
            of("c100-lz4", Kind.CONSUME, 100, LARGE_BATCHES, "compression.type=lz4"),
            of("c100-zstd", Kind.CONSUME, 100, LARGE_BATCHES, "compression.type=zstd"),
            of("c1k-lz4", Kind.CONSUME, 1_000, LARGE_BATCHES, "compression.type=lz4"),
            of("c1k-zstd", Kind.CONSUME, 1_000, LARGE_BATCHES, "compression.type=zstd"),
            new Workload("c100-1part", Kind.CONSUME, 100, 1, 0, List.of(LARGE_BATCHES)),
            new Workload("c100-200part", Kind.CONSUME, 100, MANY_PARTITIONS, 0, List.of(LARGE_BATCHES)),
            new Workload("c1k-1part", Kind.CONSUME, 1_000, 1, 0, List.of(LARGE_BATCHES)),
            new Workload("c1k-200part", Kind.CONSUME, 1_000, MANY_PARTITIONS, 0, List.of(LARGE_BATCHES)));

    private static Workload of(String name, Kind kind, int recordSize, String... config) {
        return new Workload(name, kind, recordSize, PARTITIONS, 0, List.of(config));
    }

    /**
     * Workloads by name; {@code producer-table}, {@code consumer-table} and {@code all} stand for several.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static List<Workload> named(List<String> names) {
        if (names.isEmpty()) {
            return USUAL;
        }
        List<Workload> all = new ArrayList<>(USUAL);
        all.addAll(PRODUCER_TABLE);
        all.addAll(CONSUMER_TABLE);
        List<Workload> found = new ArrayList<>();
        for (String name : names) {
            switch (name) {
                case "all" -> found.addAll(all);
                case "producer-table" -> found.addAll(PRODUCER_TABLE);
                case "consumer-table" -> found.addAll(CONSUMER_TABLE);
                default ->
                    found.add(all.stream()
                            .filter(workload -> workload.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("no workload '" + name + "'; there are "
                                    + all.stream()
                                            .map(Workload::name)
                                            .distinct()
                                            .toList()
                                    + ", producer-table, consumer-table and all")));
            }
        }
        return found.stream().distinct().toList();
    }
}
