package io.headrace.partitioners;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash that decides where a keyed record goes: MurmurHash2 for 32 bits, with the seed that all Kafka clients in
 * Java use. A key keeps its partition as long as neither hash nor number of partitions changes, so this never will.
 */
public final class KeyHash {
    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyHash() {}

    /** The hash of these bytes. */
    public static int murmur2(byte[] data) {
        int length = data.length;
        int hash = SEED ^ length;
        int wordsEnd = length & ~3;
        for (int i = 0; i < wordsEnd; i += Integer.BYTES) {
            int word = (int) INTS.get(data, i) * MULTIPLIER;
            hash = (hash * MULTIPLIER) ^ ((word ^ (word >>> SHIFT)) * MULTIPLIER);
        }
        if (length != wordsEnd) {
            int tail = 0;
            for (int i = length - 1; i >= wordsEnd; i--) {
                tail = (tail << Byte.SIZE) | (data[i] & 0xff);
            }
            hash = (hash ^ tail) * MULTIPLIER;
        }
        hash = (hash ^ (hash >>> 13)) * MULTIPLIER;
        return hash ^ (hash >>> 15);
    }

    /**
     * The partition of a key.
     *
     * @param partitionCount how many partitions the topic has, whether or not they are available now
     */
    public static int partition(byte[] key, int partitionCount) {
        return nonNegative(murmur2(key)) % partitionCount;
    }

    /** The number without its sign bit; not its absolute value, which would put keys elsewhere than other clients. */
    static int nonNegative(int number) {
        return number & Integer.MAX_VALUE;
    }
}
