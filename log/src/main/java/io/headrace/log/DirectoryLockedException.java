package io.headrace.log;

import io.headrace.common.KafkaException;
import java.nio.file.Path;

/** Another broker, of this process or another one, uses the data directory. */
public final class DirectoryLockedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    DirectoryLockedException(Path directory) {
        super("data directory " + directory + " is in use by another broker (its file " + DirectoryLock.NAME
                + " is locked)");
    }
}
