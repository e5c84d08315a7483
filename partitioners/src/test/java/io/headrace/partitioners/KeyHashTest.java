package io.headrace.partitioners;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHashTest {
    @Test
    void randomKeysGoWhereApacheSendsThem() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] key = new byte[i < 100 ? i : random.nextInt(i % 100 == 0 ? 100_000 : 64)];
            random.nextBytes(key);
            int partitions = 1 + random.nextInt(1_000);

            assertEquals(Utils.murmur2(key), KeyHash.murmur2(key), "seed " + seed + ", key " + i);
            assertEquals(
                    BuiltInPartitioner.partitionForKey(key, partitions),
                    KeyHash.partition(key, partitions),
                    "seed " + seed + ", key " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "grüße", "日本語", "\ud83d\ude00", "\u0000"})
    void textKeys(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        assertEquals(Utils.murmur2(bytes), KeyHash.murmur2(bytes));
    }

    @Test
    void knownHashes() {
        assertEquals(275646681, KeyHash.murmur2(new byte[0]));
        assertEquals(-973932308, KeyHash.murmur2("21".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(-790332482, KeyHash.murmur2("foobar".getBytes(StandardCharsets.US_ASCII)));
    }
}
