package io.headrace.cli.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.spec.Doc.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML or JSON, and keeps where things stand. Anchors and aliases are refused: a spec says what it says. */
final class DocReader {
    private static final int DEEPEST = 20;

    private final String name;
    private final JsonParser parser;

    private DocReader(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /**
     * The one document in {@code text}: JSON when {@code name} ends so, and else YAML.
     *
     * @param name what to call it in messages
     * @param text what to read
     * @throws CommandFailure naming the place where it makes no sense
     */
    static Doc read(String name, String text) {
        return name.endsWith(".json") ? read(name, text, new JsonFactory()) : read(name, text, new YAMLFactory());
    }

    /** The one document in {@code text}, which {@code format} reads. */
    static Doc read(String name, String text, JsonFactory format) {
        try (JsonParser parser = format.createParser(text)) {
            DocReader reader = new DocReader(name, parser);
            if (parser.nextToken() == null) {
                throw CommandFailure.failed(name + " is empty");
            }
            Doc doc = reader.value(0);
            if (parser.nextToken() != null) {
                throw reader.wrong(reader.position(), "a second document begins here, and there is to be one");
            }
            return doc;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw CommandFailure.failed(name + where + ": " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private CommandFailure wrong(Position at, String what) {
        return CommandFailure.failed(name + ": " + at + ": " + what);
    }

    private Position position() {
        JsonLocation at = parser.currentTokenLocation();
        return new Position(at.getLineNr(), at.getColumnNr());
    }

    private Doc value(int depth) throws IOException {
        Position at = position();
        if (depth > DEEPEST) {
            throw wrong(at, "nested too deep");
        }
        if (parser instanceof YAMLParser yaml && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
            throw wrong(at, "anchors and aliases are not understood here");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> table(at, depth);
            case START_ARRAY -> items(at, depth);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at);
            case VALUE_TRUE -> new Doc.Truth(at, true);
            case VALUE_FALSE -> new Doc.Truth(at, false);
            case VALUE_NULL -> new Doc.Nothing(at);
            default -> new Doc.Text(at, parser.getText());
        };
    }

    private Doc number(Position at) throws IOException {
        if (parser.isNaN()) {
            return new Doc.Text(at, parser.getText());
        }
        return new Doc.Figure(
                at,
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        ? new BigDecimal(parser.getBigIntegerValue())
                        : parser.getDecimalValue());
    }

    private Doc table(Position at, int depth) throws IOException {
        Map<String, Doc> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            Position there = position();
            parser.nextToken();
            if (fields.put(field, value(depth + 1)) != null) {
                throw wrong(there, "'" + field + "' stands there twice");
            }
        }
        return new Doc.Table(at, fields);
    }

    private Doc items(Position at, int depth) throws IOException {
        List<Doc> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth + 1));
        }
        return new Doc.Items(at, items);
    }
}
