package io.headrace.cli.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.headrace.cli.Console;
import io.headrace.cli.NounCommand;
import io.headrace.cli.output.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What can be done with a spec's file without a cluster. */
public final class SpecCommands {
    /** The noun, and its verbs. */
    public static final List<Class<?>> ALL = List.of(Noun.class, Schema.class, Check.class);

    private SpecCommands() {}

    @Command(
            name = "spec",
            description = "Files for headrace plan and headrace apply: their schema, and whether one makes sense.")
    static final class Noun extends NounCommand {}

    /** Prints the schema. */
    @Command(
            name = "schema",
            description = "Prints the JSON schema of such files, for editors that complete and check what is written.",
            sortOptions = false,
            footer = {"", "Example: headrace spec schema > cluster.schema.json"})
    static final class Schema implements Runnable {
        private final Console console;

        Schema(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            try (JsonGenerator json = new JsonFactory().createGenerator(console.out())) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.useDefaultPrettyPrinter();
                Document.write(json, schema());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            console.println("");
        }
    }

    /** Checks a file without asking any cluster. */
    @Command(
            name = "check",
            description = "Reads a file and says what makes no sense in it, without asking any cluster.",
            sortOptions = false,
            footer = {"", "Example: headrace spec check -f cluster.yaml"})
    static final class Check implements Runnable {
        private final Console console;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                required = true,
                description = "The file, in YAML or JSON; - for stdin.")
        private Path file;

        Check(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            var spec = SpecFile.read(console, file).spec();
            console.println(spec.topics().size() + " topics, " + spec.users().size() + " users, "
                    + spec.quotas().size() + " quotas, " + spec.acls().size() + " ACLs");
        }
    }

    static Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "What a Kafka cluster is to have");
        schema.putAll(SpecShape.file().schema());
        return schema;
    }
}
