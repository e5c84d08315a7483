package io.headrace.common;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A 128-bit id as Kafka uses it for topics and clusters (KIP-516): written in base64url without padding, 22 characters
 * long. Immutable.
 */
public class Uuid implements Comparable<Uuid> {
    /** Reserved: the first id after zero. */
    public static final Uuid ONE_UUID = new Uuid(0L, 1L);

    /** The topic id of the cluster metadata log. */
    public static final Uuid METADATA_TOPIC_ID = ONE_UUID;

    /** Reserved: stands for "no id". */
    public static final Uuid ZERO_UUID = new Uuid(0L, 0L);

    /** The ids that are never given to a topic. */
    public static final Set<Uuid> RESERVED = Set.of(ZERO_UUID, ONE_UUID);

    private static final int BYTES = 16;
    private static final int MAX_TEXT_LENGTH = 24;

    private final long mostSignificantBits;
    private final long leastSignificantBits;

    public Uuid(long mostSigBits, long leastSigBits) {
        this.mostSignificantBits = mostSigBits;
        this.leastSignificantBits = leastSigBits;
    }

    /**
     * A random (type 4) id that is not reserved and whose text does not start with a dash, which command-line tools
     * would take for an option.
     */
    public static Uuid randomUuid() {
        while (true) {
            java.util.UUID random = java.util.UUID.randomUUID();
            Uuid uuid = new Uuid(random.getMostSignificantBits(), random.getLeastSignificantBits());
            if (!RESERVED.contains(uuid) && !uuid.startsWithDash()) {
                return uuid;
            }
        }
    }

    /** In base64url the dash stands for 62, so the first six bits decide. */
    private boolean startsWithDash() {
        return mostSignificantBits >>> 58 == 62;
    }

    public long getMostSignificantBits() {
        return mostSignificantBits;
    }

    public long getLeastSignificantBits() {
        return leastSignificantBits;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof Uuid other
                        && mostSignificantBits == other.mostSignificantBits
                        && leastSignificantBits == other.leastSignificantBits);
    }

    @Override
    public int hashCode() {
        long mixed = mostSignificantBits ^ leastSignificantBits;
        return (int) (mixed >> 32) ^ (int) mixed;
    }

    /** The base64url text without padding. */
    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(mostSignificantBits)
                .putLong(leastSignificantBits)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads the text that {@link #toString()} writes; padding is allowed.
     *
     * @throws IllegalArgumentException if the text is not base64url or does not hold exactly 16 bytes
     */
    public static Uuid fromString(String str) {
        if (str.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("a UUID in base64 has at most " + MAX_TEXT_LENGTH
                    + " characters, but this text has " + str.length() + ": "
                    + str.substring(0, MAX_TEXT_LENGTH) + "...");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(str);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "a UUID has " + BYTES + " bytes, but `" + str + "` decodes to " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    /** Orders by the more significant half, then by the other, both as signed numbers. */
    @Override
    public int compareTo(Uuid other) {
        int byHigh = Long.compare(mostSignificantBits, other.mostSignificantBits);
        return byHigh != 0 ? byHigh : Long.compare(leastSignificantBits, other.leastSignificantBits);
    }

    /** The list as an array; null stays null. */
    public static Uuid[] toArray(List<Uuid> list) {
        return list == null ? null : list.toArray(new Uuid[0]);
    }

    /** The array as a new list; null stays null. */
    public static List<Uuid> toList(Uuid[] array) {
        return array == null ? null : new ArrayList<>(Arrays.asList(array));
    }
}
