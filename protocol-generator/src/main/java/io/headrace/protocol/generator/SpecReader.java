package io.headrace.protocol.generator;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the JSON of a definition into a {@link MessageSpec}. An attribute that it does not know is refused: it could
 * change the layout.
 */
final class SpecReader {

    private static final Set<String> MESSAGE_ATTRIBUTES = Set.of(
            "apiKey",
            "type",
            "name",
            "validVersions",
            "deprecatedVersions",
            "flexibleVersions",
            "fields",
            "commonStructs",
            "listeners",
            "latestVersionUnstable");
    private static final Set<String> FIELD_ATTRIBUTES = Set.of(
            "name",
            "type",
            "versions",
            "nullableVersions",
            "taggedVersions",
            "tag",
            "default",
            "ignorable",
            "flexibleVersions",
            "fields",
            "mapKey",
            "entityType",
            "zeroCopy",
            "about");

    private final JsonMapper json =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    /** Reads one definition. */
    MessageSpec read(String file, byte[] content) {
        try {
            return message(json.readTree(content));
        } catch (IOException | RuntimeException e) {
            throw new SpecException(file + ": " + e.getMessage(), e);
        }
    }

    private static MessageSpec message(JsonNode node) {
        requireKnown(node, MESSAGE_ATTRIBUTES);
        String name = text(node, "name").orElseThrow(() -> new SpecException("no name"));
        Versions valid = text(node, "validVersions")
                .map(Versions::parse)
                .orElseThrow(() -> new SpecException("no validVersions"));
        if (valid.highest() == Versions.OPEN) {
            throw new SpecException("validVersions without end");
        }
        Versions flexible = text(node, "flexibleVersions").map(Versions::parse).orElse(Versions.NONE);

        Map<String, StructSpec> structs = new LinkedHashMap<>();
        for (JsonNode common : node.path("commonStructs")) {
            String structName = text(common, "name").orElseThrow(() -> new SpecException("common struct without name"));
            Versions versions = text(common, "versions").map(Versions::parse).orElse(valid);
            addStruct(structs, structName, versions, common.path("fields"));
        }
        StructSpec body = new StructSpec(name, valid, fields(structs, node.path("fields")));
        List<String> listeners = new ArrayList<>();
        node.path("listeners").forEach(listener -> listeners.add(listener.asText()));
        return new MessageSpec(
                MessageSpec.Kind.parse(text(node, "type").orElse("")),
                node.path("apiKey").asInt(-1),
                valid,
                flexible,
                node.path("latestVersionUnstable").asBoolean(false),
                body,
                List.copyOf(structs.values()),
                listeners);
    }

    private static void addStruct(Map<String, StructSpec> structs, String name, Versions versions, JsonNode fields) {
        List<FieldSpec> parsed = fields(structs, fields);
        if (structs.putIfAbsent(name, new StructSpec(name, versions, parsed)) != null) {
            throw new SpecException("struct " + name + " is defined twice");
        }
    }

    private static List<FieldSpec> fields(Map<String, StructSpec> structs, JsonNode nodes) {
        List<FieldSpec> fields = new ArrayList<>();
        for (JsonNode node : nodes) {
            FieldSpec field = field(node);
            if (node.has("fields")) {
                String struct = field.structName()
                        .orElseThrow(() -> new SpecException(field.name() + " has fields and is no struct"));
                addStruct(structs, struct, field.versions(), node.get("fields"));
            }
            fields.add(field);
        }
        return fields;
    }

    private static FieldSpec field(JsonNode node) {
        requireKnown(node, FIELD_ATTRIBUTES);
        String name = text(node, "name").orElseThrow(() -> new SpecException("field without name"));
        Versions tagged = text(node, "taggedVersions").map(Versions::parse).orElse(Versions.NONE);
        int tag = node.path("tag").asInt(-1);
        if ((tag >= 0) == tagged.isEmpty()) {
            throw new SpecException(name + " has only one of tag and taggedVersions");
        }
        return new FieldSpec(
                name,
                FieldType.parse(text(node, "type").orElse("")),
                // A field that is only ever tagged may leave its versions out.
                text(node, "versions").map(Versions::parse).orElse(tagged),
                text(node, "nullableVersions").map(Versions::parse).orElse(Versions.NONE),
                tagged,
                tag,
                node.path("ignorable").asBoolean(false),
                // A JSON null is no default at all; the text "null" is the default null.
                text(node, "default").orElse(""),
                text(node, "flexibleVersions").map(Versions::parse));
    }

    private static Optional<String> text(JsonNode node, String attribute) {
        JsonNode value = node.get(attribute);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    private static void requireKnown(JsonNode node, Set<String> known) {
        node.fieldNames().forEachRemaining(attribute -> {
            if (!known.contains(attribute)) {
                throw new SpecException("unknown attribute " + attribute);
            }
        });
    }
}
