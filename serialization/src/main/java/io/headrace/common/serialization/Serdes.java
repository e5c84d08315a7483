package io.headrace.common.serialization;

import io.headrace.common.utils.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The built-in serdes. */
public class Serdes {
    /** A serde made of a serializer and a deserializer. */
    public static class WrapperSerde<T> implements Serde<T> {
        private final Serializer<T> serializer;
        private final Deserializer<T> deserializer;

        public WrapperSerde(Serializer<T> serializer, Deserializer<T> deserializer) {
            this.serializer = serializer;
            this.deserializer = deserializer;
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            serializer.configure(configs, isKey);
            deserializer.configure(configs, isKey);
        }

        @Override
        public void close() {
            serializer.close();
            deserializer.close();
        }

        @Override
        public Serializer<T> serializer() {
            return serializer;
        }

        @Override
        public Deserializer<T> deserializer() {
            return deserializer;
        }
    }

    public static final class VoidSerde extends WrapperSerde<Void> {
        public VoidSerde() {
            super(new VoidSerializer(), new VoidDeserializer());
        }
    }

    public static final class LongSerde extends WrapperSerde<Long> {
        public LongSerde() {
            super(new LongSerializer(), new LongDeserializer());
        }
    }

    public static final class IntegerSerde extends WrapperSerde<Integer> {
        public IntegerSerde() {
            super(new IntegerSerializer(), new IntegerDeserializer());
        }
    }

    public static final class ShortSerde extends WrapperSerde<Short> {
        public ShortSerde() {
            super(new ShortSerializer(), new ShortDeserializer());
        }
    }

    public static final class FloatSerde extends WrapperSerde<Float> {
        public FloatSerde() {
            super(new FloatSerializer(), new FloatDeserializer());
        }
    }

    public static final class DoubleSerde extends WrapperSerde<Double> {
        public DoubleSerde() {
            super(new DoubleSerializer(), new DoubleDeserializer());
        }
    }

    public static final class StringSerde extends WrapperSerde<String> {
        public StringSerde() {
            super(new StringSerializer(), new StringDeserializer());
        }
    }

    public static final class ByteBufferSerde extends WrapperSerde<ByteBuffer> {
        public ByteBufferSerde() {
            super(new ByteBufferSerializer(), new ByteBufferDeserializer());
        }
    }

    public static final class BytesSerde extends WrapperSerde<Bytes> {
        public BytesSerde() {
            super(new BytesSerializer(), new BytesDeserializer());
        }
    }

    public static final class ByteArraySerde extends WrapperSerde<byte[]> {
        public ByteArraySerde() {
            super(new ByteArraySerializer(), new ByteArrayDeserializer());
        }
    }

    public static final class UUIDSerde extends WrapperSerde<UUID> {
        public UUIDSerde() {
            super(new UUIDSerializer(), new UUIDDeserializer());
        }
    }

    public static final class BooleanSerde extends WrapperSerde<Boolean> {
        public BooleanSerde() {
            super(new BooleanSerializer(), new BooleanDeserializer());
        }
    }

    /** A serde of lists; made without arguments it has to be configured. */
    public static final class ListSerde<Inner> extends WrapperSerde<List<Inner>> {
        public ListSerde() {
            super(new ListSerializer<>(), new ListDeserializer<>());
        }

        /**
         * A serde of lists whose entries this serde reads and writes.
         *
         * @throws NullPointerException if the serde is null
         */
        public <L extends List<Inner>> ListSerde(Class<L> listClass, Serde<Inner> serde) {
            super(new ListSerializer<>(serde.serializer()), new ListDeserializer<>(listClass, serde.deserializer()));
        }
    }

    /**
     * The built-in serde of a class.
     *
     * @throws IllegalArgumentException if there is none
     */
    @SuppressWarnings("unchecked") // each branch asks for the type that its serde has
    public static <T> Serde<T> serdeFrom(Class<T> type) {
        if (Long.class.isAssignableFrom(type)) {
            return (Serde<T>) Long();
        }
        if (Integer.class.isAssignableFrom(type)) {
            return (Serde<T>) Integer();
        }
        if (Short.class.isAssignableFrom(type)) {
            return (Serde<T>) Short();
        }
        if (Float.class.isAssignableFrom(type)) {
            return (Serde<T>) Float();
        }
        if (Double.class.isAssignableFrom(type)) {
            return (Serde<T>) Double();
        }
        if (String.class.isAssignableFrom(type)) {
            return (Serde<T>) String();
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return (Serde<T>) ByteBuffer();
        }
        if (Bytes.class.isAssignableFrom(type)) {
            return (Serde<T>) Bytes();
        }
        if (byte[].class.isAssignableFrom(type)) {
            return (Serde<T>) ByteArray();
        }
        if (UUID.class.isAssignableFrom(type)) {
            return (Serde<T>) UUID();
        }
        if (Boolean.class.isAssignableFrom(type)) {
            return (Serde<T>) Boolean();
        }
        throw new IllegalArgumentException("there is no built-in serde for " + type.getName() + ", only for String, "
                + "Short, Integer, Long, Float, Double, byte[], ByteBuffer, Bytes, UUID and Boolean");
    }

    /**
     * A serde made of a serializer and a deserializer.
     *
     * @throws IllegalArgumentException if one of them is null
     */
    public static <T> Serde<T> serdeFrom(Serializer<T> serializer, Deserializer<T> deserializer) {
        if (serializer == null) {
            throw new IllegalArgumentException("serializer must not be null");
        }
        if (deserializer == null) {
            throw new IllegalArgumentException("deserializer must not be null");
        }
        return new WrapperSerde<>(serializer, deserializer);
    }

    /** A serde of {@code Void}, for records without keys or values. */
    public static Serde<Void> Void() {
        return new VoidSerde();
    }

    /** A serde of {@code Long}. */
    public static Serde<Long> Long() {
        return new LongSerde();
    }

    /** A serde of {@code Integer}. */
    public static Serde<Integer> Integer() {
        return new IntegerSerde();
    }

    /** A serde of {@code Short}. */
    public static Serde<Short> Short() {
        return new ShortSerde();
    }

    /** A serde of {@code Float}. */
    public static Serde<Float> Float() {
        return new FloatSerde();
    }

    /** A serde of {@code Double}. */
    public static Serde<Double> Double() {
        return new DoubleSerde();
    }

    /** A serde of {@code String}. */
    public static Serde<String> String() {
        return new StringSerde();
    }

    /** A serde of {@code ByteBuffer}. */
    public static Serde<ByteBuffer> ByteBuffer() {
        return new ByteBufferSerde();
    }

    /** A serde of {@code Bytes}. */
    public static Serde<Bytes> Bytes() {
        return new BytesSerde();
    }

    /** A serde of {@code byte[]}. */
    public static Serde<byte[]> ByteArray() {
        return new ByteArraySerde();
    }

    /** A serde of {@code UUID}. */
    public static Serde<UUID> UUID() {
        return new UUIDSerde();
    }

    /** A serde of {@code Boolean}. */
    public static Serde<Boolean> Boolean() {
        return new BooleanSerde();
    }

    /**
     * A serde of lists.
     *
     * @param listClass the class of the lists that are read
     * @param innerSerde the serde of their entries
     */
    public static <L extends List<Inner>, Inner> Serde<List<Inner>> ListSerde(
            Class<L> listClass, Serde<Inner> innerSerde) {
        return new ListSerde<>(listClass, innerSerde);
    }
}
