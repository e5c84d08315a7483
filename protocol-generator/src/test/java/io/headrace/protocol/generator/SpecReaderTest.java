package io.headrace.protocol.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.protocol.generator.FieldType.ArrayOf;
import io.headrace.protocol.generator.FieldType.StructRef;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is read of a definition, and the exact words for definitions that would give a wrong layout. */
class SpecReaderTest {

    private static MessageSpec read(String fields) {
        String json = """
                // A comment in front.
                {
                  "type": "data", "name": "Sample", "validVersions": "0-4", "flexibleVersions": "2+",
                  "fields": [%s] // and one behind
                }
                """.formatted(fields);
        MessageSpec message = new SpecReader().read("Sample.json", json.getBytes(StandardCharsets.UTF_8));
        new SpecCheck(message).run();
        return message;
    }

    private static void refused(String reason, String fields) {
        SpecException e = assertThrows(SpecException.class, () -> read(fields));
        assertEquals(reason, e.getMessage());
    }

    @Test
    void fieldsAndStructs() {
        MessageSpec message = read("""
                { "name": "Topics", "type": "[]Topic", "versions": "1+", "nullableVersions": "3+", "default": "null",
                  "fields": [ { "name": "Id", "type": "int32", "versions": "1+", "default": "-1" } ] },
                { "name": "Late", "type": "int64", "taggedVersions": "2+", "tag": 3, "default": null }
                """);
        FieldSpec topics = message.body().fields().get(0);
        assertEquals(new ArrayOf(new StructRef("Topic")), topics.type());
        assertTrue(topics.defaultsToNull());
        assertEquals(new Versions(1, Versions.OPEN), message.struct("Topic").versions());
        FieldSpec late = message.body().fields().get(1);
        assertEquals(late.tagged(), late.versions());
        assertEquals("", late.defaultText(), "a JSON null is no default");
    }

    @Test
    void unknownAttributesAreRefused() {
        refused(
                "Sample.json: unknown attribute packed",
                "{ \"name\": \"A\", \"type\": \"int32\", \"versions\": \"0+\", \"packed\": true }");
    }

    @Test
    void unknownTypesAreRefused() {
        refused("Sample.json: unknown type int24", "{ \"name\": \"A\", \"type\": \"int24\", \"versions\": \"0+\" }");
        refused(
                "Sample.json: an array of arrays: [][]int8",
                "{ \"name\": \"A\", \"type\": \"[][]int8\", \"versions\": \"0+\" }");
        refused(
                "Sample: Sample.A: arrays of float64 are not covered",
                "{ \"name\": \"A\", \"type\": \"[]float64\", \"versions\": \"0+\" }");
    }

    @Test
    void tagsMustBeWholeAndInFlexibleVersions() {
        refused(
                "Sample.json: A has only one of tag and taggedVersions",
                "{ \"name\": \"A\", \"type\": \"int8\", \"versions\": \"2+\", \"taggedVersions\": \"2+\" }");
        refused(
                "Sample: Sample.A: tagged in some versions and not in others",
                "{ \"name\": \"A\", \"type\": \"int8\", \"versions\": \"0+\", \"taggedVersions\": \"2+\", \"tag\": 0 }");
        refused(
                "Sample: Sample.A: tagged in versions without tagged fields",
                "{ \"name\": \"A\", \"type\": \"int8\", \"versions\": \"1+\", \"taggedVersions\": \"1+\", \"tag\": 0 }");
    }

    @Test
    void structsMustBeThereWhereTheyAreUsed() {
        refused("Sample has no struct Gone", "{ \"name\": \"A\", \"type\": \"Gone\", \"versions\": \"0+\" }");
        refused("Sample: Sample.B: there in versions 0-4, its struct only in 2+", """
                { "name": "A", "type": "Topic", "versions": "2+", "fields": [] },
                { "name": "B", "type": "Topic", "versions": "0+" }
                """);
    }

    @Test
    void nullsAndDefaultsMustFitTheType() {
        refused(
                "Sample: Sample.A: int8 cannot be null",
                "{ \"name\": \"A\", \"type\": \"int8\", \"versions\": \"0+\", \"nullableVersions\": \"0+\" }");
        refused(
                "Sample: Sample.A: defaults to null, and is never null",
                "{ \"name\": \"A\", \"type\": \"string\", \"versions\": \"0+\", \"default\": \"null\" }");
        assertThrows(SpecException.class, () -> Defaults.literal(FieldType.Scalar.INT8, "128", false));
        assertThrows(SpecException.class, () -> Defaults.literal(FieldType.Scalar.BOOL, "maybe", false));
        assertEquals("2147483647", Defaults.literal(FieldType.Scalar.INT32, "0x7fffffff", false));
        assertEquals("(byte) (-1)", Defaults.literal(FieldType.Scalar.INT8, "-1", false));
        assertEquals("Integer.MIN_VALUE", Defaults.literal(FieldType.Scalar.INT32, "-2147483648", false));
    }

    @Test
    void namesThatClashAreRefusedOrChanged() {
        refused("Sample: Sample.a: name is taken", """
                { "name": "A", "type": "int8", "versions": "0+" },
                { "name": "a", "type": "int8", "versions": "0+" }
                """);
        assertEquals("sizeValue", Names.member("Size"));
        assertEquals("defaultValue", Names.member("Default"));
        assertEquals("nodeId", Names.member("NodeId"));
        assertEquals("LIST_OFFSETS", Names.constant("ListOffsets"));
        assertEquals("OFFSET_FOR_LEADER_EPOCH", Names.constant("OffsetForLeaderEpoch"));
    }
}
