package io.headrace.transport;

import java.io.IOException;

/**
 * A peer announced a frame that cannot be read: its length is negative, zero or over the limit. The connection cannot be
 * used any more, since nothing tells where the next frame starts; {@link FrameDecoder} closes it.
 */
public final class InvalidFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int announcedBytes;

    InvalidFrameException(String message, int announcedBytes) {
        super(message);
        this.announcedBytes = announcedBytes;
    }

    /** The length as the peer wrote it. */
    public int announcedBytes() {
        return announcedBytes;
    }
}
