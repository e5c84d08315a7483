package io.headrace.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The profiles of a user: named ways to reach a cluster, in {@code config.yaml}. Read once, then immutable. It never says
 * what a secret is in what it complains about.
 */
final class Profiles {
    private static final List<String> KEYS = List.of("default", "profiles");

    private final Path file;
    private final Section root;

    private Profiles(Path file, Section root) {
        this.file = file;
        this.root = root;
    }

    /**
     * The profiles of whoever runs a command; none when there is no file.
     *
     * @throws CommandFailure naming what in the file makes no sense
     */
    static Profiles of(Console console) {
        Path file = location(console);
        boolean there = file != null && Files.exists(file);
        Section root = new Section(
                String.valueOf(file),
                there ? Yaml.read(file) : null,
                there ? file.toAbsolutePath().getParent() : null,
                console);
        root.allow(KEYS);
        return new Profiles(there ? file : null, root);
    }

    /** What HEADRACE_CONFIG names, or headrace/config.yaml where the user's configuration is; null without a home. */
    static Path location(Console console) {
        String said = console.variable("HEADRACE_CONFIG");
        if (said != null) {
            return Path.of(said);
        }
        String base = console.variable("XDG_CONFIG_HOME");
        String home = console.variable("HOME");
        Path directory = base != null ? Path.of(base) : home != null ? Path.of(home, ".config") : null;
        return directory == null ? null : directory.resolve("headrace").resolve("config.yaml");
    }

    /** The profile that counts when none is asked for; null if none does. */
    Profile byDefault() {
        String name = root.text("default");
        return name == null ? null : named(name);
    }

    /**
     * The profile of that name.
     *
     * @throws CommandFailure when there is none; says which there are
     */
    Profile named(String name) {
        Section profiles = root.section("profiles");
        if (!profiles.entries().containsKey(name)) {
            String next = file == null
                    ? "profiles are written in ~/.config/headrace/config.yaml"
                    : file + " has " + (names().isEmpty() ? "none" : String.join(", ", names()));
            throw CommandFailure.misuse("there is no profile '" + name + "'" + Names.hint(name, names(), next));
        }
        return Profile.of(profiles.section(name));
    }

    /** The names of all, sorted. */
    List<String> names() {
        return root.section("profiles").entries().keySet().stream().sorted().toList();
    }
}
