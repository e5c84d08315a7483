package io.headrace.common.serialization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.utils.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What we write Apache reads and the reverse, and what Apache refuses to read we refuse. */
class SerdesMirrorTest {
    private static final int VALUES = 500;
    private static final org.apache.kafka.common.header.Headers APACHE_HEADERS =
            new org.apache.kafka.common.header.internals.RecordHeaders();

    /** One type: both serdes, random values, and a form in which values can be compared. */
    private record Type<O, A>(
            String name,
            Serde<O> ours,
            org.apache.kafka.common.serialization.Serde<A> apache,
            Function<Random, O> value,
            Function<O, A> toApache,
            Function<Object, Object> comparable) {}

    private static <T> Type<T, T> type(
            String name,
            Serde<T> ours,
            org.apache.kafka.common.serialization.Serde<T> apache,
            Function<Random, T> value) {
        return new Type<>(name, ours, apache, value, v -> v, v -> v);
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String randomText(Random random) {
        return random.ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static final class ApacheSerdes extends org.apache.kafka.common.serialization.Serdes {}

    private static List<Type<?, ?>> types() {
        return List.of(
                type("Short", Serdes.Short(), ApacheSerdes.Short(), r -> (short) r.nextInt()),
                type("Integer", Serdes.Integer(), ApacheSerdes.Integer(), Random::nextInt),
                type("Long", Serdes.Long(), ApacheSerdes.Long(), Random::nextLong),
                type("Float", Serdes.Float(), ApacheSerdes.Float(), r -> Float.intBitsToFloat(r.nextInt())),
                type("Double", Serdes.Double(), ApacheSerdes.Double(), r -> Double.longBitsToDouble(r.nextLong())),
                type("Boolean", Serdes.Boolean(), ApacheSerdes.Boolean(), Random::nextBoolean),
                type("String", Serdes.String(), ApacheSerdes.String(), SerdesMirrorTest::randomText),
                type("UUID", Serdes.UUID(), ApacheSerdes.UUID(), r -> new UUID(r.nextLong(), r.nextLong())),
                new Type<>(
                        "ByteArray",
                        Serdes.ByteArray(),
                        ApacheSerdes.ByteArray(),
                        SerdesMirrorTest::randomBytes,
                        v -> v,
                        v -> v == null ? null : ByteBuffer.wrap((byte[]) v)),
                type(
                        "ByteBuffer",
                        Serdes.ByteBuffer(),
                        ApacheSerdes.ByteBuffer(),
                        r -> ByteBuffer.wrap(randomBytes(r))),
                new Type<>(
                        "Bytes",
                        Serdes.Bytes(),
                        ApacheSerdes.Bytes(),
                        r -> Bytes.wrap(randomBytes(r)),
                        v -> org.apache.kafka.common.utils.Bytes.wrap(v.get()),
                        String::valueOf));
    }

    @TestFactory
    List<DynamicTest> randomValuesBothWays() {
        return types().stream()
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> bothWays(type)))
                .toList();
    }

    private static <O, A> void bothWays(Type<O, A> type) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < VALUES; i++) {
            O value = type.value().apply(random);
            byte[] bytes = type.ours().serializer().serialize("t", new RecordHeaders(), value);
            byte[] apaches = type.apache()
                    .serializer()
                    .serialize("t", APACHE_HEADERS, type.toApache().apply(value));
            assertArrayEquals(apaches, bytes, "seed " + seed);
            assertEquals(
                    type.comparable().apply(type.apache().deserializer().deserialize("t", bytes)),
                    type.comparable().apply(type.ours().deserializer().deserialize("t", bytes)),
                    "seed " + seed);

            byte[] padded = new byte[bytes.length + 5];
            System.arraycopy(bytes, 0, padded, 3, bytes.length);
            ByteBuffer heap = ByteBuffer.wrap(padded, 3, bytes.length);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            for (ByteBuffer buffer : List.of(heap, direct, heap.asReadOnlyBuffer())) {
                int position = buffer.position();
                assertEquals(
                        type.comparable().apply(value),
                        type.comparable()
                                .apply(type.ours().deserializer().deserialize("t", new RecordHeaders(), buffer)),
                        "seed " + seed);
                assertEquals(position, buffer.position());
            }
        }
        assertNull(type.ours().serializer().serialize("t", null));
        assertNull(type.ours().deserializer().deserialize("t", (byte[]) null));
        assertNull(type.ours().deserializer().deserialize("t", new RecordHeaders(), (byte[]) null));
        assertNull(type.ours().deserializer().deserialize("t", new RecordHeaders(), (ByteBuffer) null));
    }

    @Test
    void oddNumbersAreWrittenAlike() {
        for (int bits : new int[] {0x7fc00000, 0x7f800001, 0xffc12345, 0x80000000}) {
            float odd = Float.intBitsToFloat(bits);
            assertArrayEquals(
                    ApacheSerdes.Float().serializer().serialize("t", odd),
                    Serdes.Float().serializer().serialize("t", odd));
        }
        for (long bits : new long[] {0x7ff8000000000000L, 0x7ff0000000000001L, 0xfff8123456789abcL, 1L << 63}) {
            double odd = Double.longBitsToDouble(bits);
            assertArrayEquals(
                    ApacheSerdes.Double().serializer().serialize("t", odd),
                    Serdes.Double().serializer().serialize("t", odd));
        }
    }

    @TestFactory
    List<DynamicTest> randomBytesAreReadOrRefusedAlike() {
        return types().stream()
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> readAlike(type)))
                .toList();
    }

    private static <O, A> void readAlike(Type<O, A> type) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> inputs = new ArrayList<>();
        for (int length = 0; length <= 40; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            inputs.add(bytes);
            inputs.add(new byte[length]);
        }
        for (int b = 0; b < 256; b++) {
            inputs.add(new byte[] {(byte) b});
        }
        for (byte[] bytes : inputs) {
            String context = type.name() + " " + Arrays.toString(bytes) + " seed " + seed;
            assertEquals(
                    outcome(() -> type.apache().deserializer().deserialize("t", bytes), type.comparable()),
                    outcome(() -> type.ours().deserializer().deserialize("t", bytes), type.comparable()),
                    context);
            assertEquals(
                    outcome(
                            () -> type.apache().deserializer().deserialize("t", APACHE_HEADERS, ByteBuffer.wrap(bytes)),
                            type.comparable()),
                    outcome(
                            () -> type.ours()
                                    .deserializer()
                                    .deserialize("t", new RecordHeaders(), ByteBuffer.wrap(bytes)),
                            type.comparable()),
                    context);
        }
    }

    private static Object outcome(Supplier<Object> action, Function<Object, Object> comparable) {
        try {
            return comparable.apply(action.get());
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    @TestFactory
    List<DynamicTest> lists() {
        return types().stream()
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> listsBothWays(type)))
                .toList();
    }

    private static <O, A> void listsBothWays(Type<O, A> type) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Serializer<List<A>> apacheSerializer = new org.apache.kafka.common.serialization.ListSerializer<>(
                type.apache().serializer());
        Deserializer<List<A>> apacheDeserializer = new org.apache.kafka.common.serialization.ListDeserializer<>(
                SerdesMirrorTest.<A>arrayList(), type.apache().deserializer());
        Serde<List<O>> ours = Serdes.ListSerde(SerdesMirrorTest.<O>arrayList(), type.ours());
        for (int i = 0; i < VALUES / 5; i++) {
            List<O> list = new ArrayList<>();
            List<A> apaches = new ArrayList<>();
            for (int n = random.nextInt(8); n > 0; n--) {
                O value = random.nextInt(4) == 0 ? null : type.value().apply(random);
                list.add(value);
                apaches.add(value == null ? null : type.toApache().apply(value));
            }
            byte[] bytes = ours.serializer().serialize("t", list);
            assertArrayEquals(apacheSerializer.serialize("t", apaches), bytes, "seed " + seed);
            List<Object> read = comparable(type, ours.deserializer().deserialize("t", bytes));
            if (endsEmpty(type, list)) {
                // Apache writes such a list, but takes its end for a damaged one when reading.
                assertEquals(comparable(type, list), read, "seed " + seed);
            } else {
                assertEquals(comparable(type, apacheDeserializer.deserialize("t", bytes)), read, "seed " + seed);
            }
        }
    }

    private static <O> boolean endsEmpty(Type<O, ?> type, List<O> list) {
        O last = list.isEmpty() ? null : list.get(list.size() - 1);
        return last != null && type.ours().serializer().serialize("t", last).length == 0;
    }

    private static List<Object> comparable(Type<?, ?> type, List<?> list) {
        return list.stream()
                .map(v -> v == null ? "null" : type.comparable().apply(v))
                .toList();
    }

    @SuppressWarnings({"unchecked", "NonApiType"}) // a class literal has no type parameter
    private static <T> Class<ArrayList<T>> arrayList() {
        return (Class<ArrayList<T>>) (Class<?>) ArrayList.class;
    }
}
