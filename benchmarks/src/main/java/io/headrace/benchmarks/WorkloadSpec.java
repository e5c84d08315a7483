package io.headrace.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What a workload's JVM is told.
 *
 * @param kind what is done
 * @param bootstrapServers where the broker is
 * @param brokerPid the broker's process, whose CPU time is read
 * @param topic an existing topic
 * @param partitions how many partitions it has
 * @param recordSize bytes of a value
 * @param keys how many different keys there are, 0 for records without a key
 * @param warmup how long to run before the window; unless it reads
 * @param window how long to measure; unless it reads
 * @param config further configuration of the producer, {@code key=value}
 */
public record WorkloadSpec(
        Kind kind,
        String bootstrapServers,
        long brokerPid,
        String topic,
        int partitions,
        int recordSize,
        int keys,
        Duration warmup,
        Duration window,
        List<String> config) {

    /** What is done. */
    public enum Kind {
        /** Send as fast as the client takes it. */
        PRODUCE,
        /** Read a filled topic again and again, when told to. */
        CONSUME,
        /** The same, with keys and values as strings. */
        CONSUME_TEXT,
        /** Send one record, wait for it to come back, and so on. */
        PING;

        /** Whether it reads a topic that has to be filled before. */
        public boolean reads() {
            return this == CONSUME || this == CONSUME_TEXT;
        }
    }

    private static final int DISTINCT_VALUES = 1_024;

    /** As arguments of a command line. */
    public List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                kind.name().toLowerCase(Locale.ROOT),
                bootstrapServers,
                Long.toString(brokerPid),
                topic,
                Integer.toString(partitions),
                Integer.toString(recordSize),
                Integer.toString(keys),
                Long.toString(warmup.toMillis()),
                Long.toString(window.toMillis())));
        arguments.addAll(config);
        return arguments;
    }

    /** The reverse of {@link #toArguments}. */
    public static WorkloadSpec parse(String[] arguments) {
        return new WorkloadSpec(
                Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT)),
                arguments[1],
                Long.parseLong(arguments[2]),
                arguments[3],
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]),
                Duration.ofMillis(Long.parseLong(arguments[7])),
                Duration.ofMillis(Long.parseLong(arguments[8])),
                List.of(arguments).subList(9, arguments.length));
    }

    /** A new map with the address and the further configuration, which is for producers. */
    public Map<String, Object> producerConfig() {
        Map<String, Object> map = new HashMap<>();
        map.put("bootstrap.servers", bootstrapServers);
        for (String entry : config) {
            int equals = entry.indexOf('=');
            map.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return map;
    }

    /** Values that compress about as well as text does: half of each is random. The same on every call. */
    public byte[][] values() {
        Random random = new Random(17);
        byte[][] values = new byte[DISTINCT_VALUES][recordSize];
        for (byte[] value : values) {
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) (i % 2 == 0 ? 'a' + random.nextInt(26) : 'e');
            }
        }
        return values;
    }

    /** The keys that records have by turns; one null when they have none. */
    public byte[][] distinctKeys() {
        byte[][] distinct = new byte[Math.max(1, keys)][];
        for (int i = 0; i < keys; i++) {
            distinct[i] = ("key-" + i).getBytes(StandardCharsets.UTF_8);
        }
        return distinct;
    }
}
