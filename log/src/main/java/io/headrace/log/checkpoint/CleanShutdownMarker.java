package io.headrace.log.checkpoint;

import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The file {@value #NAME} of a data directory: there from the clean end of a broker to the next start.
 *
 * <pre>
 *   {"version":0,"brokerEpoch":-1}
 * </pre>
 *
 * <p>That it is there is what counts here; the content is for Kafka's brokers, which read an epoch from it.
 */
public final class CleanShutdownMarker {

    /** Its name. */
    public static final String NAME = ".kafka_cleanshutdown";

    private final FileIo io;
    private final Path path;

    /** Names the data directory. */
    public CleanShutdownMarker(FileIo io, Path directory) {
        this.io = io;
        this.path = directory.resolve(NAME);
    }

    /** Takes the marker away, durably, and says whether it was there. */
    public boolean take() throws IOException {
        if (!io.deleteIfExists(path)) {
            return false;
        }
        io.syncDirectory(path.getParent());
        return true;
    }

    /** Leaves the marker, durably. */
    public void leave() throws IOException {
        io.replaceDurably(path, "{\"version\":0,\"brokerEpoch\":-1}".getBytes(StandardCharsets.UTF_8));
    }
}
