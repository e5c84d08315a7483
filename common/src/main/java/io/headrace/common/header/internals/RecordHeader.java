package io.headrace.common.header.internals;

import io.headrace.common.header.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A header of a record. Made from buffers, it decodes name and bytes when they are first asked for.
 *
 * <p>Safe to read from several threads: the worst that can happen is that two of them decode the same bytes.
 */
public class RecordHeader implements Header {
    private final ByteBuffer keyBuffer;
    private final ByteBuffer valueBuffer;
    private volatile String key;
    private volatile byte[] value;

    /**
     * A header of that name.
     *
     * @throws NullPointerException if the name is null
     */
    public RecordHeader(String key, byte[] value) {
        this.key = Objects.requireNonNull(key, "a header needs a key");
        this.value = value;
        this.keyBuffer = null;
        this.valueBuffer = null;
    }

    /**
     * A header that decodes lazily. The buffers' positions are left alone, and they must not be changed or released
     * while the header may still be read.
     *
     * @throws NullPointerException if the key is null
     */
    public RecordHeader(ByteBuffer keyBuffer, ByteBuffer valueBuffer) {
        this.keyBuffer = Objects.requireNonNull(keyBuffer, "a header needs a key");
        this.valueBuffer = valueBuffer;
    }

    @Override
    public String key() {
        String decoded = key;
        if (decoded == null) {
            decoded = StandardCharsets.UTF_8.decode(keyBuffer.duplicate()).toString();
            key = decoded;
        }
        return decoded;
    }

    @Override
    public byte[] value() {
        byte[] decoded = value;
        if (decoded == null && valueBuffer != null) {
            decoded = new byte[valueBuffer.remaining()];
            valueBuffer.duplicate().get(decoded);
            value = decoded;
        }
        return decoded;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof RecordHeader other
                        && key().equals(other.key())
                        && Arrays.equals(value(), other.value()));
    }

    @Override
    public int hashCode() {
        return 31 * key().hashCode() + Arrays.hashCode(value());
    }

    @Override
    public String toString() {
        return "RecordHeader(key = " + key() + ", value = " + Arrays.toString(value()) + ")";
    }
}
