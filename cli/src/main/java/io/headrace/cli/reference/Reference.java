package io.headrace.cli.reference;

import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Shows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes down what all commands take and print, from the commands themselves. Options that many share are told once. */
final class Reference {
    /** The options that commands share, under the headings that tell of them. */
    private static final Map<Class<?>, String> SHARED = new LinkedHashMap<>();

    static {
        SHARED.put(ConnectOptions.class, "Options for the connection");
        SHARED.put(Output.class, "Options for the output");
        SHARED.put(Confirmation.class, "Options for what cannot be undone");
        SHARED.put(Watch.class, "Options for watching");
    }

    private final StringBuilder text = new StringBuilder();
    private final Map<Class<?>, List<OptionSpec>> shared = new LinkedHashMap<>();
    private final Set<String> everywhere;

    private Reference(CommandLine root) {
        everywhere = root.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The reference in Markdown. */
    static String of(CommandLine root) {
        Reference reference = new Reference(root);
        reference.commands(root);
        reference.options("Options of all commands", root.getCommandSpec().options());
        SHARED.forEach((type, heading) -> {
            if (reference.shared.containsKey(type)) {
                reference.options(heading, reference.shared.get(type));
            }
        });
        return reference.text.toString();
    }

    private void commands(CommandLine of) {
        for (CommandLine each : of.getSubcommands().values()) {
            CommandSpec spec = each.getCommandSpec();
            if (spec.usageMessage().hidden()) {
                continue;
            }
            if (each.getSubcommands().isEmpty()) {
                command(spec);
            } else {
                commands(each);
            }
        }
    }

    private void command(CommandSpec spec) {
        text.append("### ").append(spec.qualifiedName()).append("\n\n");
        for (String line : spec.usageMessage().description()) {
            text.append(line).append('\n');
        }
        text.append("\n    ").append(spec.qualifiedName());
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            text.append(' ').append(arity(positional));
        }
        for (OptionSpec option : spec.options()) {
            if (option.required() && option.group() == null) {
                text.append(' ').append(option.longestName()).append(' ').append(option.paramLabel());
            }
        }
        text.append(" [OPTIONS]\n\n");
        Set<OptionSpec> elsewhere = new LinkedHashSet<>();
        List<String> also = new ArrayList<>();
        spec.mixins().values().forEach(mixin -> {
            Class<?> type = mixin.userObject().getClass();
            if (SHARED.containsKey(type)) {
                elsewhere.addAll(mixin.options());
                shared.putIfAbsent(type, mixin.options());
                also.add(link(SHARED.get(type)));
            }
        });
        List<ArgSpec> own = new ArrayList<>(spec.positionalParameters());
        Set<String> names = elsewhere.stream().map(OptionSpec::longestName).collect(Collectors.toSet());
        for (OptionSpec option : spec.options()) {
            boolean told = names.contains(option.longestName()) || everywhere.contains(option.longestName());
            if (!told && !option.hidden()) {
                own.add(option);
            }
        }
        table(own);
        if (!also.isEmpty()) {
            text.append("Also: ").append(String.join(", ", also)).append(".\n\n");
        }
        example(spec);
        Shows shows = spec.userObject().getClass().getAnnotation(Shows.class);
        if (shows != null) {
            text.append("With `--output json` or `yaml`: ").append(shows.list() ? "a list of\n\n" : "an object\n\n");
            text.append(Schema.table(shows.value())).append('\n');
        }
    }

    private void example(CommandSpec spec) {
        for (String line : spec.usageMessage().footer()) {
            if (!line.isBlank()) {
                text.append(
                        line.startsWith("Example: ")
                                ? "Example: `" + line.substring("Example: ".length()) + '`'
                                : line);
                text.append("\n\n");
            }
        }
    }

    private void options(String heading, List<OptionSpec> options) {
        text.append("### ").append(heading).append("\n\n");
        table(options.stream().filter(option -> !option.hidden()).toList());
    }

    private void table(List<? extends ArgSpec> args) {
        if (args.isEmpty()) {
            return;
        }
        text.append("| | |\n|---|---|\n");
        for (ArgSpec arg : args) {
            text.append("| ").append(name(arg)).append(" | ");
            text.append(cell(description(arg))).append(" |\n");
        }
        text.append('\n');
    }

    private static String name(ArgSpec arg) {
        if (arg instanceof OptionSpec option) {
            String names = String.join("`, `", option.names());
            String value = option.arity().max() == 0
                    ? ""
                    : option.arity().min() == 0 ? " [" + option.paramLabel() + "]" : " " + option.paramLabel();
            return "`" + names + value + "`";
        }
        return "`" + arg.paramLabel() + "`";
    }

    private static String arity(PositionalParamSpec positional) {
        String label = positional.paramLabel();
        String several = positional.arity().max() > 1 ? label + "..." : label;
        return positional.arity().min() == 0 ? "[" + several + "]" : several;
    }

    private static String description(ArgSpec arg) {
        String written = String.join(" ", arg.description());
        if (written.contains("${COMPLETION-CANDIDATES}")) {
            written = written.replace("${COMPLETION-CANDIDATES}", String.join(", ", arg.completionCandidates()));
        }
        return arg.defaultValue() == null ? written : written.replace("${DEFAULT-VALUE}", arg.defaultValue());
    }

    /** What would end the cell, or be taken for markup, is made harmless. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("%n", " ");
    }

    private static String link(String heading) {
        return "[" + heading.substring(0, 1).toLowerCase(Locale.ROOT) + heading.substring(1) + "](#"
                + heading.toLowerCase(Locale.ROOT).replace(' ', '-') + ")";
    }
}
