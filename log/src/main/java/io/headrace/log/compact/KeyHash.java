package io.headrace.log.compact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012) of a record's key, under a secret that differs from
 * run to run.
 *
 * <p>Compaction takes two keys with the same hash for the same key, and so loses a record if they are not. With 128 bits
 * that does not happen by chance; and because nobody knows the secret, nobody can make up keys for which it does, as is
 * possible with a hash that has none.
 *
 * <p>Not thread safe: {@link #high} and {@link #low} are of the last key.
 */
final class KeyHash {

    private final long secret0;
    private final long secret1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;
    private long low;

    KeyHash(long secret0, long secret1) {
        this.secret0 = secret0;
        this.secret1 = secret1;
    }

    /** With a secret that nobody knows. */
    static KeyHash random() {
        SecureRandom random = new SecureRandom();
        return new KeyHash(random.nextLong(), random.nextLong());
    }

    /** Hashes what is between position and limit, and moves neither. */
    void hash(ByteBuffer key) {
        ByteOrder order = key.order();
        key.order(ByteOrder.LITTLE_ENDIAN);
        v0 = secret0 ^ 0x736f6d6570736575L;
        v1 = secret1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = secret0 ^ 0x6c7967656e657261L;
        v3 = secret1 ^ 0x7465646279746573L;
        int at = key.position();
        int size = key.remaining();
        int end = at + (size & ~7);
        while (at < end) {
            absorb(key.getLong(at));
            at += Long.BYTES;
        }
        long last = (long) size << 56;
        for (int i = 0; i < (size & 7); i++) {
            last |= (key.get(at + i) & 0xffL) << (8 * i);
        }
        absorb(last);
        key.order(order);
        v2 ^= 0xee;
        rounds(4);
        low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        high = v0 ^ v1 ^ v2 ^ v3;
    }

    /** The second half of the last key's hash. */
    long high() {
        return high;
    }

    /** The first half of the last key's hash. */
    long low() {
        return low;
    }

    private void absorb(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
