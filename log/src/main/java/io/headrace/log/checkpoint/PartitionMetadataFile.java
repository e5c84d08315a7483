package io.headrace.log.checkpoint;

import io.headrace.common.Uuid;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file {@value #NAME} of a partition: to which topic the directory belongs, also after a topic of that name was
 * deleted and made anew (KIP-516).
 *
 * <pre>
 *   version: 0
 *   topic_id: 3JGKZqrQT1iYxWvyGy8wQw
 * </pre>
 */
public final class PartitionMetadataFile {

    /** Its name. */
    public static final String NAME = "partition.metadata";

    private static final String VERSION_LINE = "version: 0";
    private static final String TOPIC_ID = "topic_id: ";

    private final FileIo io;
    private final Path path;

    /** Names the partition's directory. */
    public PartitionMetadataFile(FileIo io, Path directory) {
        this.io = io;
        this.path = directory.resolve(NAME);
    }

    /**
     * Reads the topic's id; empty when there is no file.
     *
     * @throws MalformedCheckpointException when the content is not of this format
     */
    public Optional<Uuid> read() throws IOException {
        byte[] bytes;
        try {
            bytes = io.readAll(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() != 2
                || !lines.get(0).equals(VERSION_LINE)
                || !lines.get(1).startsWith(TOPIC_ID)) {
            throw new MalformedCheckpointException(path, "expected '" + VERSION_LINE + "' and '" + TOPIC_ID + "...'");
        }
        try {
            return Optional.of(Uuid.fromString(lines.get(1).substring(TOPIC_ID.length())));
        } catch (IllegalArgumentException e) {
            throw new MalformedCheckpointException(path, "'" + lines.get(1) + "' has no topic id");
        }
    }

    /** Writes the file. Not forced to stable storage: no more than the directory's own entry. */
    public void write(Uuid topicId) throws IOException {
        io.replace(path, (VERSION_LINE + "\n" + TOPIC_ID + topicId + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
