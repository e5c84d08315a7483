package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Settings;
import io.headrace.common.TopicPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file that says an offset for each partition, a line each: {@code topic,partition,offset}, as Kafka's tool writes it. */
final class OffsetsFile {
    private OffsetsFile() {}

    /**
     * What a file says.
     *
     * @throws CommandFailure naming the file and the line that makes no sense
     */
    static Map<TopicPartition, Long> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : Settings.reason(e, file);
            throw CommandFailure.failed("cannot read offsets from " + file + ": " + reason, e);
        }
        Map<TopicPartition, Long> offsets = new TreeMap<>(DescribeGroupsCommand.BY_NAME);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String where = file + " line " + (i + 1);
                put(offsets, line, where);
            }
        }
        if (offsets.isEmpty()) {
            throw CommandFailure.failed(
                    file + " says no offsets: it has a line topic,partition,offset for each partition");
        }
        return offsets;
    }

    private static void put(Map<TopicPartition, Long> offsets, String line, String where) {
        String[] parts = line.replace("\"", "").split(",", -1);
        boolean sensible = parts.length == 3
                && !parts[0].isBlank()
                && parts[1].strip().matches("\\d{1,9}")
                && parts[2].strip().matches("\\d{1,18}");
        if (!sensible) {
            throw CommandFailure.failed(where + ": '" + line + "' is not of the form topic,partition,offset");
        }
        TopicPartition partition = new TopicPartition(parts[0].strip(), Integer.parseInt(parts[1].strip()));
        if (offsets.put(partition, Long.parseLong(parts[2].strip())) != null) {
            throw CommandFailure.failed(where + ": there is a line for " + partition + " already");
        }
    }
}
