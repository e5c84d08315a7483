package io.headrace.cli;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML, and JSON as part of it, into plain maps, lists, text, numbers, booleans and null. */
final class Yaml {
    private Yaml() {}

    /**
     * The one document that a file holds; null when it is empty.
     *
     * @throws CommandFailure naming the file, and the line where it makes no sense
     */
    static Object read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JsonParseException e) {
            throw CommandFailure.failed(
                    "cannot read " + file + ": line " + e.getLocation().getLineNr() + ": "
                            + firstLine(e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : Settings.reason(e, file);
            throw CommandFailure.failed("cannot read " + file + ": " + reason, e);
        }
    }

    static Object parse(String text) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            return parser.nextToken() == null ? null : value(parser);
        }
    }

    /** The value that begins with the current token. */
    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> list(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static Map<String, Object> map(JsonParser parser) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (map.containsKey(name)) {
                throw new JsonParseException(parser, "'" + name + "' stands there twice");
            }
            map.put(name, value(parser));
        }
        return map;
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
