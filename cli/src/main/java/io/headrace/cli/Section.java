package io.headrace.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A part of a file with settings in YAML, which says by name what in it makes no sense. Immutable. */
final class Section {
    private final String where;
    private final Map<String, Object> entries;
    private final Path directory;
    private final Console console;

    /**
     * A part.
     *
     * @param where the file, and which part of it
     * @param value what stands there; nothing at all counts as an empty part
     * @param directory what files are named relative to
     * @param console whose variables may hold secrets
     */
    Section(String where, Object value, Path directory, Console console) {
        this.where = where;
        this.directory = directory;
        this.console = console;
        if (value == null) {
            entries = Map.of();
        } else if (value instanceof Map<?, ?> map) {
            entries = new LinkedHashMap<>();
            map.forEach((key, each) -> entries.put(key.toString(), each));
        } else {
            throw CommandFailure.failed(where + " has to hold names with values");
        }
    }

    /** All that stands there. */
    Map<String, Object> entries() {
        return entries;
    }

    boolean has(String key) {
        return entries.get(key) != null;
    }

    /** Refuses what is none of these keys. */
    void allow(Collection<String> keys) {
        for (String key : entries.keySet()) {
            if (!keys.contains(key)) {
                throw CommandFailure.failed(where + ": '" + key + "' means nothing here"
                        + Names.hint(key, keys, "allowed are " + String.join(", ", keys)));
            }
        }
    }

    /** A part of this part. */
    Section section(String key) {
        return new Section(where + (where.contains(": ") ? "." : ": ") + key, entries.get(key), directory, console);
    }

    /** Text, or a number as it is written; null when there is none. */
    String text(String key) {
        Object value = entries.get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(key, "has to be text");
        }
        return value == null ? null : value.toString();
    }

    /** One text, or several, separated by commas; null when there is none. */
    String texts(String key) {
        return entries.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : text(key);
    }

    /** A whole number larger than 0; null when there is none. */
    Integer positive(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong(key, "has to be a whole number larger than 0, but is '" + text + "'");
    }

    /** True or false. */
    boolean truth(String key, boolean otherwise) {
        String text = text(key);
        if (text == null) {
            return otherwise;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw wrong(key, "has to be true or false, but is '" + text + "'");
    }

    /** A secret as it stands there, or from a file, or from a variable; null when there is none. */
    String secret(String key) {
        if (has(key + "-file")) {
            return content(key + "-file").strip();
        }
        if (has(key + "-env")) {
            String name = text(key + "-env");
            String value = console.variable(name);
            if (value == null) {
                throw wrong(key + "-env", "names the variable " + name + ", which is not set");
            }
            return value;
        }
        return text(key);
    }

    /** What is in the file that is named there. */
    String content(String key) {
        Path file = file(key);
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong(key, "names " + file + ", which cannot be read: " + Settings.reason(e, file));
        }
    }

    /** The file that is named there, relative to the file with the settings, or to the user's home with {@code ~/}. */
    Path file(String key) {
        String name = text(key);
        String home = console.variable("HOME");
        Path file = name.startsWith("~/") && home != null ? Path.of(home, name.substring(2)) : directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw wrong(key, "names " + file + ", which is no file");
        }
        return file;
    }

    CommandFailure wrong(String key, String what) {
        return CommandFailure.failed(where + ": '" + key + "' " + what);
    }
}
