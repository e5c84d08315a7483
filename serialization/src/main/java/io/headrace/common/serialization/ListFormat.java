package io.headrace.common.serialization;

import java.util.Map;

/**
 * How a list is laid out in bytes (KIP-466).
 *
 * <pre>
 * constant size:  00 | number of nulls: int | index of each null: int... | number of entries: int | entries but nulls
 * variable size:  01 | number of entries: int | for each: size: int, -1 for null; bytes
 * </pre>
 */
final class ListFormat {
    static final byte CONSTANT_SIZE = 0;
    static final byte VARIABLE_SIZE = 1;
    static final int NULL_ENTRY = -1;

    private static final int UUID_TEXT_BYTES = 36;

    /** The types whose values all have one size. */
    private static final Map<Class<?>, Integer> SIZES = Map.ofEntries(
            Map.entry(ShortSerializer.class, Short.BYTES),
            Map.entry(IntegerSerializer.class, Integer.BYTES),
            Map.entry(FloatSerializer.class, Float.BYTES),
            Map.entry(LongSerializer.class, Long.BYTES),
            Map.entry(DoubleSerializer.class, Double.BYTES),
            Map.entry(UUIDSerializer.class, UUID_TEXT_BYTES),
            Map.entry(ShortDeserializer.class, Short.BYTES),
            Map.entry(IntegerDeserializer.class, Integer.BYTES),
            Map.entry(FloatDeserializer.class, Float.BYTES),
            Map.entry(LongDeserializer.class, Long.BYTES),
            Map.entry(DoubleDeserializer.class, Double.BYTES),
            Map.entry(UUIDDeserializer.class, UUID_TEXT_BYTES));

    private ListFormat() {}

    static boolean hasConstantSize(Serializer<?> inner) {
        return SIZES.containsKey(inner.getClass());
    }

    /** The size of an entry in bytes, or null if it is not the same for all. */
    static Integer constantSize(Deserializer<?> inner) {
        return SIZES.get(inner.getClass());
    }

    static String innerSerdeSetting(boolean isKey) {
        return isKey ? "default.list.key.serde.inner" : "default.list.value.serde.inner";
    }

    static String listTypeSetting(boolean isKey) {
        return isKey ? "default.list.key.serde.type" : "default.list.value.serde.type";
    }
}
