package io.headrace.common.serialization;

import io.headrace.common.KafkaException;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.header.Headers;
import java.lang.reflect.Constructor;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what {@link ListSerializer} writes, into lists of a given class, with another deserializer for the entries
 * (KIP-466). Both are given to the constructor, or named by {@code default.list.key.serde.type} and
 * {@code default.list.key.serde.inner}, for values {@code default.list.value.serde.type} and
 * {@code default.list.value.serde.inner}.
 */
public class ListDeserializer<Inner> implements Deserializer<List<Inner>> {
    private Deserializer<Inner> inner;
    private Class<?> listClass;

    public ListDeserializer() {}

    /**
     * Reads into lists of that class entries that this deserializer reads.
     *
     * @param listClass has a constructor that takes the initial capacity, or one without arguments
     * @throws IllegalArgumentException if an argument is null
     */
    public <L extends List<Inner>> ListDeserializer(Class<L> listClass, Deserializer<Inner> inner) {
        if (listClass == null || inner == null) {
            throw new IllegalArgumentException(
                    "ListDeserializer needs both the class of its lists and a deserializer for their entries");
        }
        this.listClass = listClass;
        this.inner = inner;
    }

    /** The deserializer of entries; null before {@link #configure} if none was given to the constructor. */
    public Deserializer<Inner> innerDeserializer() {
        return inner;
    }

    /**
     * Finds the class of the lists and the deserializer of their entries.
     *
     * @throws ConfigException if a setting is missing or not usable, or both were given to the constructor already
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (inner != null || listClass != null) {
            throw new ConfigException("the list deserializer got the class of its lists and the deserializer of "
                    + "their entries from its constructor already, and cannot be configured");
        }
        listClass = listClass(configs, isKey);
        Serde<Inner> serde = ListSerializer.innerSerde(configs, isKey);
        inner = serde.deserializer();
        inner.configure(configs, isKey);
    }

    private static Class<?> listClass(Map<String, ?> configs, boolean isKey) {
        String setting = ListFormat.listTypeSetting(isKey);
        Object value = configs.get(setting);
        if (value == null) {
            throw new ConfigException(
                    setting, null, "has to name the class of the lists, unless the constructor is given one");
        }
        Class<?> type = (Class<?>) ConfigDef.parseType(setting, value, ConfigDef.Type.CLASS);
        if (!List.class.isAssignableFrom(type)) {
            throw new ConfigException(setting, value, "has to be a " + List.class.getName());
        }
        return type;
    }

    @Override
    public List<Inner> deserialize(String topic, byte[] data) {
        return deserialize(data, entry -> inner.deserialize(topic, entry));
    }

    @Override
    public List<Inner> deserialize(String topic, Headers headers, byte[] data) {
        return deserialize(data, entry -> inner.deserialize(topic, headers, entry));
    }

    private interface EntryReader<T> {
        T entryOf(byte[] bytes);
    }

    private List<Inner> deserialize(byte[] data, EntryReader<Inner> reader) {
        if (data == null) {
            return null;
        }
        if (inner == null) {
            throw new SerializationException(
                    "ListDeserializer has no deserializer for its entries: configure it first");
        }
        ByteBuffer in = ByteBuffer.wrap(data);
        try {
            byte format = in.get();
            return switch (format) {
                case ListFormat.CONSTANT_SIZE -> readConstantSize(in, reader);
                case ListFormat.VARIABLE_SIZE -> readVariableSize(in, reader);
                default -> throw new SerializationException("a list begins with the byte 0 or 1, not " + format);
            };
        } catch (BufferUnderflowException e) {
            throw new SerializationException("the data ends in the middle of a list, after " + data.length + " bytes");
        }
    }

    private List<Inner> readConstantSize(ByteBuffer in, EntryReader<Inner> reader) {
        Integer entrySize = ListFormat.constantSize(inner);
        if (entrySize == null) {
            throw new SerializationException("the list has entries of constant size, but those of "
                    + inner.getClass().getName() + " have not");
        }
        int nullCount = readCount(in, Integer.BYTES);
        Set<Integer> nulls = new HashSet<>();
        for (int i = 0; i < nullCount; i++) {
            nulls.add(in.getInt());
        }
        int size = in.getInt();
        if (size < 0 || size - (long) nulls.size() > in.remaining() / entrySize) {
            throw impossibleCount(size, in);
        }
        List<Inner> list = newList(size);
        for (int i = 0; i < size; i++) {
            if (nulls.contains(i)) {
                list.add(null);
            } else {
                byte[] bytes = new byte[entrySize];
                in.get(bytes);
                list.add(reader.entryOf(bytes));
            }
        }
        return list;
    }

    private List<Inner> readVariableSize(ByteBuffer in, EntryReader<Inner> reader) {
        int size = readCount(in, Integer.BYTES);
        List<Inner> list = newList(size);
        for (int i = 0; i < size; i++) {
            int entrySize = in.getInt();
            if (entrySize == ListFormat.NULL_ENTRY) {
                list.add(null);
            } else if (entrySize < 0 || entrySize > in.remaining()) {
                throw new SerializationException("entry " + i + " of the list claims to have " + entrySize
                        + " bytes, but " + in.remaining() + " are left");
            } else {
                byte[] bytes = new byte[entrySize];
                in.get(bytes);
                list.add(reader.entryOf(bytes));
            }
        }
        return list;
    }

    /** A number of things of which each takes some bytes, so that damaged data cannot ask for much memory. */
    private static int readCount(ByteBuffer in, int bytesEach) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw impossibleCount(count, in);
        }
        return count;
    }

    private static SerializationException impossibleCount(int count, ByteBuffer in) {
        return new SerializationException(
                "the list claims to have " + count + " entries, but " + in.remaining() + " bytes are left");
    }

    @SuppressWarnings("unchecked") // checked to be a list when the class was given
    private List<Inner> newList(int size) {
        try {
            Constructor<?> withCapacity = constructorWithCapacity();
            return (List<Inner>)
                    (withCapacity == null ? listClass.getConstructor().newInstance() : withCapacity.newInstance(size));
        } catch (ReflectiveOperationException e) {
            throw new KafkaException("a list of class " + listClass.getName() + " cannot be created", e);
        }
    }

    private Constructor<?> constructorWithCapacity() {
        try {
            return listClass.getConstructor(int.class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
