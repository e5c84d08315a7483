package io.headrace.log.checkpoint;

import io.headrace.common.Uuid;
import io.headrace.log.file.FileIo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Whose data directory it is: the content of the file {@value #NAME}.
 *
 * <pre>
 *   version=1
 *   cluster.id=OG8dZdAoRkGJpkVy2Q1YKg
 *   node.id=1
 *   directory.id=tAxyx8cvQ5eb2lW1Uo3fXg
 * </pre>
 *
 * @param clusterId the cluster
 * @param nodeId the broker
 * @param directoryId the directory, for life (KIP-858)
 */
public record MetaProperties(String clusterId, int nodeId, Uuid directoryId) {

    /** The file's name. */
    public static final String NAME = "meta.properties";

    private static final String VERSION = "version";
    private static final String CLUSTER_ID = "cluster.id";
    private static final String NODE_ID = "node.id";
    private static final String DIRECTORY_ID = "directory.id";

    /**
     * Reads the file of a data directory; empty when there is none.
     *
     * @throws MalformedCheckpointException when the content is not of this format
     */
    public static Optional<MetaProperties> read(FileIo io, Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        byte[] bytes;
        try {
            bytes = io.readAll(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new MalformedCheckpointException(path, e.getMessage());
        }
        if (!"1".equals(properties.getProperty(VERSION))) {
            throw new MalformedCheckpointException(
                    path, "unknown version '" + properties.getProperty(VERSION) + "', expected 1");
        }
        try {
            return Optional.of(new MetaProperties(
                    required(path, properties, CLUSTER_ID),
                    Integer.parseInt(required(path, properties, NODE_ID)),
                    Uuid.fromString(required(path, properties, DIRECTORY_ID))));
        } catch (IllegalArgumentException e) {
            throw new MalformedCheckpointException(path, e.getMessage());
        }
    }

    private static String required(Path path, Properties properties, String key) throws IOException {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new MalformedCheckpointException(path, key + " is missing");
        }
        return value;
    }

    /** Replaces the file of a data directory, durably. */
    public void write(FileIo io, Path directory) throws IOException {
        String text = VERSION + "=1\n" + CLUSTER_ID + "=" + clusterId + "\n" + NODE_ID + "=" + nodeId + "\n"
                + DIRECTORY_ID + "=" + directoryId + "\n";
        io.replaceDurably(directory.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
    }
}
