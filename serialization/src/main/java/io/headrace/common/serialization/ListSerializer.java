package io.headrace.common.serialization;

import io.headrace.common.KafkaException;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.common.header.Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes lists, with another serializer for their entries (KIP-466). That is given to the constructor, or named by
 * {@code default.list.key.serde.inner} or {@code default.list.value.serde.inner}.
 */
public class ListSerializer<Inner> implements Serializer<List<Inner>> {
    private Serializer<Inner> inner;

    public ListSerializer() {}

    /**
     * Writes lists whose entries this serializer writes.
     *
     * @throws IllegalArgumentException if the serializer is null
     */
    public ListSerializer(Serializer<Inner> inner) {
        if (inner == null) {
            throw new IllegalArgumentException("ListSerializer needs a serializer for its entries");
        }
        this.inner = inner;
    }

    /** The serializer of entries; null before {@link #configure} if none was given to the constructor. */
    public Serializer<Inner> getInnerSerializer() {
        return inner;
    }

    /**
     * Finds the serializer of the entries.
     *
     * @throws ConfigException if the entries' serde is not set or not usable, or was given to the constructor already
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (inner != null) {
            throw new ConfigException("the list serializer got the serializer of its entries from its constructor "
                    + "already, and cannot be configured");
        }
        Serde<Inner> serde = innerSerde(configs, isKey);
        inner = serde.serializer();
        inner.configure(configs, isKey);
    }

    @SuppressWarnings("unchecked") // a configuration knows no type parameters
    static <T> Serde<T> innerSerde(Map<String, ?> configs, boolean isKey) {
        String setting = ListFormat.innerSerdeSetting(isKey);
        Object value = configs.get(setting);
        if (value == null) {
            throw new ConfigException(
                    setting, null, "has to name the serde of the list's entries, unless the constructor is given one");
        }
        Class<?> type = (Class<?>) ConfigDef.parseType(setting, value, ConfigDef.Type.CLASS);
        if (!Serde.class.isAssignableFrom(type)) {
            throw new ConfigException(setting, value, "has to be a " + Serde.class.getName());
        }
        try {
            return (Serde<T>) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new KafkaException("serde " + type.getName() + ", named by " + setting + ", cannot be created", e);
        }
    }

    @Override
    public byte[] serialize(String topic, List<Inner> data) {
        return serialize(data, entry -> inner.serialize(topic, entry));
    }

    @Override
    public byte[] serialize(String topic, Headers headers, List<Inner> data) {
        return serialize(data, entry -> inner.serialize(topic, headers, entry));
    }

    private interface EntryWriter<T> {
        byte[] bytesOf(T entry);
    }

    private byte[] serialize(List<Inner> data, EntryWriter<Inner> writer) {
        if (data == null) {
            return null;
        }
        Objects.requireNonNull(inner, "ListSerializer has no serializer for its entries: configure it first");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (ListFormat.hasConstantSize(inner)) {
                writeConstantSize(data, writer, out);
            } else {
                writeVariableSize(data, writer, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void writeConstantSize(List<Inner> data, EntryWriter<Inner> writer, DataOutputStream out)
            throws IOException {
        List<Integer> nulls = new ArrayList<>();
        int index = 0;
        for (Inner entry : data) {
            if (entry == null) {
                nulls.add(index);
            }
            index++;
        }
        out.writeByte(ListFormat.CONSTANT_SIZE);
        out.writeInt(nulls.size());
        for (int nullIndex : nulls) {
            out.writeInt(nullIndex);
        }
        out.writeInt(data.size());
        for (Inner entry : data) {
            if (entry != null) {
                out.write(writer.bytesOf(entry));
            }
        }
    }

    private void writeVariableSize(List<Inner> data, EntryWriter<Inner> writer, DataOutputStream out)
            throws IOException {
        out.writeByte(ListFormat.VARIABLE_SIZE);
        out.writeInt(data.size());
        for (Inner entry : data) {
            if (entry == null) {
                out.writeInt(ListFormat.NULL_ENTRY);
            } else {
                byte[] bytes = writer.bytesOf(entry);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
