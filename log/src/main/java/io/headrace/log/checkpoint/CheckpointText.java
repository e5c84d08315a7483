package io.headrace.log.checkpoint;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The frame that checkpoint files share.
 *
 * <pre>
 *   version         "0"
 *   entry count
 *   one line per entry
 * </pre>
 */
final class CheckpointText {

    private static final String VERSION = "0";

    private CheckpointText() {}

    /** The entries' lines; none when there is no file. */
    static List<String> read(FileIo io, Path path) throws IOException {
        byte[] bytes;
        try {
            bytes = io.readAll(path);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new MalformedCheckpointException(path, "its last line is cut off");
        }
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            throw new MalformedCheckpointException(path, "it is empty");
        }
        if (!lines.get(0).equals(VERSION)) {
            throw new MalformedCheckpointException(path, "unknown version '" + lines.get(0) + "'");
        }
        if (lines.size() < 2) {
            throw new MalformedCheckpointException(path, "it has no entry count");
        }
        long count = number(path, lines.get(1));
        List<String> entries = lines.subList(2, lines.size());
        if (count != entries.size()) {
            throw new MalformedCheckpointException(path, "it states " + count + " entries and has " + entries.size());
        }
        return entries;
    }

    static byte[] format(List<String> entries) {
        List<String> lines = new ArrayList<>(entries.size() + 2);
        lines.add(VERSION);
        lines.add(Integer.toString(entries.size()));
        lines.addAll(entries);
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static long number(Path path, String text) throws MalformedCheckpointException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedCheckpointException(path, "'" + text + "' is no number");
        }
    }
}
