package io.headrace.common.serialization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.KafkaException;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.utils.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerdesTest {
    @Test
    void errorsSayWhatIsWrong() {
        assertEquals(
                "IntegerDeserializer needs 4 bytes, but got 3",
                message(() -> new IntegerDeserializer().deserialize("t", new byte[3])));
        assertEquals(
                "BooleanDeserializer needs 1 byte, but got 0",
                message(() -> new BooleanDeserializer().deserialize("t", new byte[0])));
        assertEquals(
                "a boolean is the byte 0 or 1, not 255",
                message(() -> new BooleanDeserializer().deserialize("t", new byte[] {-1})));
        assertEquals(
                "the 2 bytes are not the text of a UUID",
                message(() -> new UUIDDeserializer().deserialize("t", new byte[2])));
    }

    private static String message(Runnable action) {
        return assertThrows(SerializationException.class, action::run).getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "key.serializer.encoding, true, UTF-16LE, 7800",
        "value.serializer.encoding, false, UTF-16BE, 0078",
        "serializer.encoding, true, UTF-16LE, 7800",
        "value.serializer.encoding, true, UTF-16LE, 78",
        "key.serializer.encoding, false, UTF-16LE, 78"
    })
    void encodings(String setting, boolean isKey, String encoding, String bytes) {
        StringSerializer serializer = new StringSerializer();
        StringDeserializer deserializer = new StringDeserializer();
        serializer.configure(Map.of(setting, encoding), isKey);
        deserializer.configure(Map.of(setting.replace("serializer", "deserializer"), encoding), isKey);

        byte[] written = serializer.serialize("t", "x");

        assertEquals(bytes, HexFormat.of().formatHex(written));
        assertEquals("x", deserializer.deserialize("t", written));
    }

    @Test
    void theSpecificEncodingWins() {
        StringSerializer serializer = new StringSerializer();
        serializer.configure(
                Map.of("key.serializer.encoding", "UTF-16LE", "serializer.encoding", StandardCharsets.US_ASCII), true);
        assertArrayEquals(new byte[] {'x', 0}, serializer.serialize("t", "x"));
    }

    @Test
    void uuidsHaveEncodingsToo() {
        UUID uuid = new UUID(1, 2);
        UUIDSerializer serializer = new UUIDSerializer();
        UUIDDeserializer deserializer = new UUIDDeserializer();
        serializer.configure(Map.of("serializer.encoding", "UTF-16LE"), false);
        deserializer.configure(Map.of("deserializer.encoding", "UTF-16LE"), false);
        assertEquals(72, serializer.serialize("t", uuid).length);
        assertEquals(uuid, deserializer.deserialize("t", serializer.serialize("t", uuid)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOPE", "not a name", ""})
    void unknownEncodingsAreRefused(String encoding) {
        for (Runnable configure : List.<Runnable>of(
                () -> new StringSerializer().configure(Map.of("serializer.encoding", encoding), true),
                () -> new StringDeserializer().configure(Map.of("key.deserializer.encoding", encoding), true),
                () -> new UUIDSerializer().configure(Map.of("value.serializer.encoding", encoding), false),
                () -> new UUIDDeserializer().configure(Map.of("deserializer.encoding", encoding), true))) {
            assertThrows(SerializationException.class, configure::run);
        }
    }

    @Test
    void byteBuffersAreWrittenFromTheirBeginning() {
        ByteBufferSerializer serializer = new ByteBufferSerializer();
        byte[] array = {1, 2, 3, 4};
        assertSame(array, serializer.serialize("t", ByteBuffer.wrap(array).position(2)));
        assertArrayEquals(
                new byte[] {1, 2},
                serializer.serialize("t", ByteBuffer.wrap(array).limit(2)));
        assertArrayEquals(
                new byte[] {2, 3},
                serializer.serialize("t", ByteBuffer.wrap(array, 1, 2).slice()));
        ByteBuffer direct = ByteBuffer.allocateDirect(2).put((byte) 9);
        assertArrayEquals(new byte[] {9, 0}, serializer.serialize("t", direct));
        assertEquals(0, direct.position());
    }

    @Test
    void noDeserializerKeepsTheClientsBuffer() {
        ByteBuffer client = ByteBuffer.wrap(new byte[] {1, 2});
        ByteBuffer buffer = new ByteBufferDeserializer().deserialize("t", new RecordHeaders(), client);
        byte[] bytes = new ByteArrayDeserializer().deserialize("t", new RecordHeaders(), client);
        Bytes wrapped = new BytesDeserializer().deserialize("t", new RecordHeaders(), client);
        client.put(0, (byte) 7);

        assertNotSame(client, buffer);
        assertEquals(1, buffer.get(0));
        assertEquals(1, bytes[0]);
        assertEquals(1, wrapped.get()[0]);
    }

    @Test
    void bytesAreNotCopied() {
        byte[] bytes = {1};
        assertSame(bytes, new ByteArraySerializer().serialize("t", bytes));
        assertSame(bytes, new ByteArrayDeserializer().deserialize("t", bytes));
        assertSame(bytes, new BytesSerializer().serialize("t", Bytes.wrap(bytes)));
    }

    @Test
    void nothingIsNothing() {
        assertNull(Serdes.Void().serializer().serialize("t", null));
        assertNull(Serdes.Void().deserializer().deserialize("t", (byte[]) null));
        assertThrows(IllegalArgumentException.class, () -> new VoidDeserializer().deserialize("t", new byte[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new VoidDeserializer().deserialize("t", new RecordHeaders(), ByteBuffer.allocate(0)));
    }

    @Test
    void serdesByClass() {
        assertInstanceOf(Serdes.StringSerde.class, Serdes.serdeFrom(String.class));
        assertInstanceOf(Serdes.ByteArraySerde.class, Serdes.serdeFrom(byte[].class));
        assertInstanceOf(Serdes.UUIDSerde.class, Serdes.serdeFrom(UUID.class));
        assertInstanceOf(Serdes.ByteBufferSerde.class, Serdes.serdeFrom(ByteBuffer.class));
        assertThrows(IllegalArgumentException.class, () -> Serdes.serdeFrom(HashMap.class));
        assertThrows(IllegalArgumentException.class, () -> Serdes.serdeFrom(null, new VoidDeserializer()));
        assertThrows(IllegalArgumentException.class, () -> Serdes.serdeFrom(new VoidSerializer(), null));
    }

    @Test
    void listSerdesCanBeConfigured() {
        try (Serdes.ListSerde<Integer> serde = new Serdes.ListSerde<>()) {
            serde.configure(
                    Map.of(
                            "default.list.key.serde.inner",
                            "org.apache.kafka.common.serialization.Serdes$IntegerSerde",
                            "default.list.key.serde.type",
                            LinkedList.class),
                    true);
            byte[] bytes = serde.serializer().serialize("t", Arrays.asList(1, null, 3));
            List<Integer> list = serde.deserializer().deserialize("t", bytes);
            assertInstanceOf(LinkedList.class, list);
            assertEquals(Arrays.asList(1, null, 3), list);
            assertNull(serde.serializer().serialize("t", null));
            assertNull(serde.deserializer().deserialize("t", (byte[]) null));
        }
    }

    @Test
    void listSettingsAreChecked() {
        assertThrows(ConfigException.class, () -> new ListSerializer<>().configure(Map.of(), true));
        assertThrows(
                ConfigException.class,
                () -> new ListSerializer<>().configure(Map.of("default.list.key.serde.inner", "no.Such"), true));
        assertThrows(
                ConfigException.class,
                () -> new ListSerializer<>().configure(Map.of("default.list.key.serde.inner", String.class), true));
        assertThrows(
                ConfigException.class, () -> new ListSerializer<>(new IntegerSerializer()).configure(Map.of(), false));
        assertThrows(
                ConfigException.class,
                () -> new ListDeserializer<>().configure(Map.of("default.list.value.serde.type", String.class), false));
        assertThrows(ConfigException.class, () -> new ListDeserializer<>().configure(Map.of(), false));
        assertThrows(IllegalArgumentException.class, () -> new ListSerializer<Integer>(null));
        assertThrows(IllegalArgumentException.class, () -> new ListDeserializer<>(null, new IntegerDeserializer()));
        assertThrows(SerializationException.class, () -> new ListDeserializer<>().deserialize("t", new byte[1]));
        assertThrows(NullPointerException.class, () -> new ListSerializer<>().serialize("t", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "05",
                "0000000000",
                "0000000000ffffffff",
                "000000000000000002000000",
                "00000000007fffffff",
                "007fffffff00000001",
                "00000000010000000900000001",
                "01",
                "0100000001",
                "017fffffff",
                "010000000100000005",
                "0100000001fffffffe"
            })
    void damagedListsAreRefusedBeforeTheyTakeMemory(String hex) {
        ListDeserializer<Integer> deserializer = new ListDeserializer<>(integers(), new IntegerDeserializer());
        assertThrows(
                SerializationException.class,
                () -> deserializer.deserialize("t", HexFormat.of().parseHex(hex)));
    }

    @Test
    void listsThatCannotBeMadeAreNamed() {
        byte[] one = new ListSerializer<>(new IntegerSerializer()).serialize("t", List.of(1));
        @SuppressWarnings({"unchecked", "rawtypes"}) // the interface is what is wrong here
        ListDeserializer<Integer> deserializer = new ListDeserializer<>((Class) List.class, new IntegerDeserializer());
        assertEquals(
                "a list of class java.util.List cannot be created",
                assertThrows(KafkaException.class, () -> deserializer.deserialize("t", one))
                        .getMessage());
    }

    @SuppressWarnings({"unchecked", "NonApiType"}) // a class literal has no type parameter
    private static Class<ArrayList<Integer>> integers() {
        return (Class<ArrayList<Integer>>) (Class<?>) ArrayList.class;
    }
}
