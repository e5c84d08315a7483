package io.headrace.protocol.wire;

import java.util.Arrays;
import java.util.Objects;

/**
 * A tagged field that is kept as it came, because this build has no definition of it (KIP-482).
 *
 * <p>The bytes are not copied, neither in nor out.
 */
public final class UnknownTaggedField {

    private final int tag;
    private final byte[] data;

    /**
     * Creates a field.
     *
     * @param tag the number of the field, at least 0
     * @param data the bytes of its value
     */
    public UnknownTaggedField(int tag, byte[] data) {
        if (tag < 0) {
            throw new IllegalArgumentException("negative tag " + tag);
        }
        this.tag = tag;
        this.data = Objects.requireNonNull(data, "data");
    }

    /** The number of the field. */
    public int tag() {
        return tag;
    }

    /** The bytes of its value. */
    public byte[] data() {
        return data;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof UnknownTaggedField other && tag == other.tag && Arrays.equals(data, other.data);
    }

    @Override
    public int hashCode() {
        return 31 * tag + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "UnknownTaggedField(tag=" + tag + ", data=" + data.length + " bytes)";
    }
}
