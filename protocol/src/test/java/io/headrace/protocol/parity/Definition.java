package io.headrace.protocol.parity;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A message definition as the tests see it: read apart from the generator, so that a mistake there does not hide itself.
 */
record Definition(
        String name,
        String kind,
        int apiKey,
        Range valid,
        Range flexible,
        List<Field> fields,
        Map<String, List<Field>> structs) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    /** A range of versions, both ends inclusive. */
    record Range(int lowest, int highest) {
        static Range parse(String text) {
            if (text.isEmpty() || text.equals("none")) {
                return new Range(0, -1);
            }
            if (text.endsWith("+")) {
                return new Range(Integer.parseInt(text.replace("+", "")), Short.MAX_VALUE);
            }
            int dash = text.indexOf('-');
            int lowest = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
            return new Range(lowest, dash < 0 ? lowest : Integer.parseInt(text.substring(dash + 1)));
        }

        boolean has(int version) {
            return version >= lowest && version <= highest;
        }

        boolean isEmpty() {
            return highest < lowest;
        }
    }

    /** A field: "type" is that of an element for an array. */
    record Field(
            String name,
            String type,
            boolean array,
            Range versions,
            Range nullable,
            Range tagged,
            int tag,
            boolean ignorable,
            String defaultText) {

        /** The name of our accessors. */
        String member() {
            String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
            return member.equals("size") ? "sizeValue" : member;
        }

        /** The name of Apache's setter. */
        String apacheSetter() {
            return "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }

        boolean isStruct() {
            return Character.isUpperCase(type.charAt(0));
        }
    }

    static Definition parse(byte[] json) throws IOException {
        JsonNode node = JSON.readTree(json);
        Map<String, List<Field>> structs = new HashMap<>();
        for (JsonNode common : node.path("commonStructs")) {
            structs.put(common.get("name").asText(), fields(common.path("fields"), structs));
        }
        return new Definition(
                node.get("name").asText(),
                node.get("type").asText(),
                node.path("apiKey").asInt(-1),
                Range.parse(node.get("validVersions").asText()),
                Range.parse(node.path("flexibleVersions").asText("")),
                fields(node.path("fields"), structs),
                structs);
    }

    private static List<Field> fields(JsonNode nodes, Map<String, List<Field>> structs) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode node : nodes) {
            String type = node.get("type").asText();
            boolean array = type.startsWith("[]");
            String element = array ? type.substring(2) : type;
            if (node.has("fields")) {
                structs.put(element, fields(node.get("fields"), structs));
            }
            Range tagged = Range.parse(node.path("taggedVersions").asText(""));
            fields.add(new Field(
                    node.get("name").asText(),
                    element,
                    array,
                    node.has("versions") ? Range.parse(node.get("versions").asText()) : tagged,
                    Range.parse(node.path("nullableVersions").asText("")),
                    tagged,
                    node.path("tag").asInt(-1),
                    node.path("ignorable").asBoolean(false),
                    node.path("default").isNull() ? "" : node.path("default").asText("")));
        }
        return fields;
    }

    boolean isCall() {
        return kind.equals("request") || kind.equals("response");
    }

    boolean isReserved() {
        return valid.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
