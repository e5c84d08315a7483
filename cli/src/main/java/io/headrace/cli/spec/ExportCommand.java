package io.headrace.cli.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.output.Document;
import io.headrace.clients.admin.Admin;
import io.headrace.spec.ClusterSpec;
import io.headrace.spec.ClusterState;
import io.headrace.spec.NamePattern;
import io.headrace.spec.StateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what a cluster has as a file that can be applied. */
@Command(
        name = "export",
        description = {
            "Prints what the cluster has as a file for headrace apply: topics, users, quotas and ACLs. Applied to the same"
                    + " cluster it changes nothing.",
            "Left out are internal topics, and what brokers do not tell: passwords, and values of sensitive settings."
        },
        sortOptions = false,
        footer = {"", "Example: headrace export 'orders-*' > cluster.yaml"})
public final class ExportCommand implements Runnable {
    /** The forms that a spec can have. */
    enum Form {
        yaml,
        json
    }

    private final Console console;

    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..*",
            description =
                    "Only these topics, and no users, quotas and ACLs: names, or the beginning of names with a star at"
                            + " its end. Default: all.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "yaml",
            description = "How it is written: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Form form;

    @Mixin
    private ConnectOptions connect;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        ClusterState state;
        try (Admin admin = connect.admin()) {
            state = read(admin);
        }
        ClusterSpec spec = ClusterSpec.of(state);
        print(SpecText.of(spec));
        state.closed().values().forEach(why -> console.err().println("left out: " + why));
        long hidden = state.topics().values().stream()
                .flatMap(topic -> topic.configs().values().stream())
                .filter(value -> value.isEmpty())
                .count();
        if (hidden > 0) {
            console.err().println("left out: " + hidden + " settings whose values brokers do not tell");
        }
        if (!spec.users().isEmpty()) {
            console.err().println("left out: the passwords of " + spec.users().size() + " users");
        }
    }

    private ClusterState read(Admin admin) {
        StateReader reader = new StateReader(admin);
        if (topics.isEmpty()) {
            return reader.readAll();
        }
        List<NamePattern> patterns;
        try {
            patterns = topics.stream().map(NamePattern::new).toList();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse(e.getMessage());
        }
        ClusterState state = reader.readTopics(name -> patterns.stream().anyMatch(pattern -> pattern.matches(name)));
        for (NamePattern pattern : patterns) {
            if (state.topics().keySet().stream().noneMatch(pattern::matches)) {
                throw CommandFailure.failed("there is no topic '" + pattern + "'");
            }
        }
        return state;
    }

    private void print(Map<String, Object> file) {
        JsonFactory factory = form == Form.json
                ? new JsonFactory()
                : YAMLFactory.builder()
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .disable(YAMLGenerator.Feature.SPLIT_LINES)
                        .build();
        try (JsonGenerator generator = factory.createGenerator(console.out())) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            if (form == Form.json) {
                generator.useDefaultPrettyPrinter();
            }
            Document.write(generator, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (form == Form.json) {
            console.println("");
        }
    }
}
