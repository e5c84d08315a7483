package io.headrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.headrace.cli.output.Document;
import io.headrace.cli.output.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import picocli.CommandLine.Option;

/**
 * How a result is printed: one way through for all commands. A command makes records, and says how people see them; what
 * scripts see are the records themselves.
 */
public final class Output {
    /** The forms that a result can have. */
    public enum Format {
        table,
        json,
        yaml
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How the result is printed: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.table;

    /** Whether people read it, and not a program. */
    public boolean isForPeople() {
        return format == Format.table;
    }

    /** Prints a list: as a table, or as an array of the records. */
    public <T> void list(Console console, Collection<T> records, Table<T> table) {
        list(
                console,
                records,
                () -> table.lines(records, console.terminal().columns()).forEach(console::println));
    }

    /** Prints a list: in the words of {@code text}, or as an array of the records. */
    public void list(Console console, Collection<?> records, Runnable text) {
        value(console, records, text);
    }

    /** Prints one value: in the words of {@code text}, or as what {@link Document} makes of it. */
    public void value(Console console, Object value, Runnable text) {
        switch (format) {
            case table -> text.run();
            case json -> json(console, value);
            case yaml -> yaml(console, value);
        }
    }

    private static void json(Console console, Object value) {
        try (JsonGenerator json = new JsonFactory().createGenerator(console.out())) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            Document.write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console.println("");
    }

    private static void yaml(Console console, Object value) {
        YAMLFactory factory = YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build();
        try (YAMLGenerator yaml = factory.createGenerator(console.out())) {
            yaml.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            Document.write(yaml, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
