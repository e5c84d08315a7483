package io.headrace.record.compress;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the records of a batch are compressed: the codec id in a batch's attributes, and its name in configurations. */
public enum CompressionType {
    /** Not compressed. */
    NONE(0, "none"),
    /** RFC 1952. */
    GZIP(1, "gzip"),
    /** Snappy blocks in xerial's framing, or one raw block. */
    SNAPPY(2, "snappy"),
    /** LZ4 frame format. */
    LZ4(3, "lz4"),
    /** Zstandard, RFC 8878 (KIP-110). */
    ZSTD(4, "zstd");

    private static final CompressionType[] BY_ID = values();

    private final int id;
    private final String name;

    CompressionType(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /** The codec id: bits 0 to 2 of a batch's attributes. */
    public int id() {
        return id;
    }

    /** The name in configurations such as {@code compression.type}. */
    public String typeName() {
        return name;
    }

    /** Whether {@code id} names a codec. */
    public static boolean isKnown(int id) {
        return id >= 0 && id < BY_ID.length;
    }

    /**
     * The codec of an id.
     *
     * @throws IllegalArgumentException when there is none; it names the id
     */
    public static CompressionType forId(int id) {
        if (!isKnown(id)) {
            throw new IllegalArgumentException("unknown compression type id: " + id);
        }
        return BY_ID[id];
    }

    /**
     * The codec of a configured name.
     *
     * @throws IllegalArgumentException when there is none; it names the value and the names there are
     */
    public static CompressionType forName(String name) {
        for (CompressionType type : BY_ID) {
            if (type.name.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown compression type: " + name + " (known are "
                + Arrays.stream(BY_ID).map(CompressionType::typeName).collect(Collectors.joining(", ")) + ")");
    }

    @Override
    public String toString() {
        return name;
    }
}
