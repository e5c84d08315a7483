package io.headrace.cli.completion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What may stand where on a command line, taken from the commands themselves: what the scripts for shells are made of.
 * Immutable.
 */
final class Grammar {
    /** What values go by: names are asked of the cluster, words are fixed. */
    enum Kind {
        NOTHING,
        FILE,
        DIRECTORY,
        WORDS,
        NAMES
    }

    /** How a value is completed: {@code words} are the words, or the one kind of names. */
    record Value(Kind kind, List<String> words) {
        /** In one word, as the scripts know it. */
        String text() {
            return switch (kind) {
                case NOTHING -> "-";
                case FILE -> "file";
                case DIRECTORY -> "directory";
                case WORDS -> "=" + String.join(" ", words);
                case NAMES -> "@" + words.get(0);
            };
        }
    }

    /** An option; {@code value} is null when it takes none. */
    record Option(List<String> names, String description, Value value) {}

    /** A command: its words behind {@code headrace}, and what may follow. */
    record Entry(String path, String description, List<String> verbs, List<Option> options, Value positional) {}

    /** Names that can be completed, by what stands for them in the help. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("TOPIC", "topics"),
            Map.entry("TOPIC[:N,N]", "topics"),
            Map.entry("TOPIC:N", "topics"),
            Map.entry("GROUP", "groups"),
            Map.entry("BROKER", "brokers"),
            Map.entry("FEATURE=LEVEL", "features"),
            Map.entry("PROFILE", "profiles"),
            Map.entry("TOKEN-ID", "tokens"),
            Map.entry("TRANSACTIONAL-ID", "transactions"),
            Map.entry("USER", "users"));

    private final List<Entry> entries = new ArrayList<>();

    private Grammar() {}

    static Grammar of(CommandLine root) {
        Grammar grammar = new Grammar();
        grammar.add(root, "");
        return grammar;
    }

    List<Entry> entries() {
        return entries;
    }

    private void add(CommandLine command, String path) {
        CommandSpec spec = command.getCommandSpec();
        List<String> verbs = new ArrayList<>();
        command.getSubcommands().forEach((name, each) -> {
            if (!each.getCommandSpec().usageMessage().hidden()) {
                verbs.add(name);
            }
        });
        List<Option> options = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                Value value = option.arity().max() == 0 ? null : value(option);
                options.add(new Option(Arrays.asList(option.names()), sentence(option.description()), value));
            }
        }
        Value positional = spec.positionalParameters().isEmpty()
                ? new Value(Kind.NOTHING, List.of())
                : value(spec.positionalParameters().get(0));
        entries.add(new Entry(path, sentence(spec.usageMessage().description()), verbs, options, positional));
        for (String verb : verbs) {
            add(command.getSubcommands().get(verb), (path + " " + verb).trim());
        }
    }

    private static Value value(ArgSpec arg) {
        String label = arg.paramLabel();
        if (arg.completionCandidates() != null) {
            return new Value(
                    Kind.WORDS,
                    StreamSupport.stream(arg.completionCandidates().spliterator(), false)
                            .toList());
        }
        if (NAMES.containsKey(label)) {
            return new Value(Kind.NAMES, List.of(NAMES.get(label)));
        }
        return switch (label) {
            case "FILE" -> new Value(Kind.FILE, List.of());
            case "DIR" -> new Value(Kind.DIRECTORY, List.of());
            default -> new Value(Kind.NOTHING, List.of());
        };
    }

    /** The options that take a value, of all commands: what follows one is no command. */
    Set<String> valued() {
        return entries.stream()
                .flatMap(entry -> entry.options().stream())
                .filter(option -> option.value() != null)
                .flatMap(option -> option.names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sentence(String[] description) {
        String text = description.length == 0 ? "" : description[0];
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }
}
