package io.headrace.log.file;

import java.io.IOException;
import java.nio.file.Path;

/** The file is on its way out: look at the log again, it has moved on. */
public final class FileRetiredException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Names the file. */
    public FileRetiredException(Path path) {
        super("no longer part of the log: " + path);
    }
}
