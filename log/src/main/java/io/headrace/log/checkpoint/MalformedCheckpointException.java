package io.headrace.log.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A small file does not have the content that its format asks for: it was half written, or changed by hand. */
public final class MalformedCheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Names the file and what is wrong. */
    public MalformedCheckpointException(Path path, String why) {
        super(path + " is malformed: " + why);
    }
}
