package io.headrace.transport;

import java.io.IOException;

/**
 * A peer announced a frame that cannot be read: its length is negative, zero or over the limit. The connection cannot be
 * used any more, since nothing tells where the next frame starts; {@link FrameDecoder} closes it.
 */
public final class InvalidFrameException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 3;

    private final int announcedBytes;

    InvalidFrameException(String message, int announcedBytes) {
        super(message);
        this.announcedBytes = announcedBytes;
    }

    /** Whether the peer's first bytes are those of a TLS alert or handshake: it does not take this end's bytes for TLS. */
    boolean looksLikeTls() {
        int type = announcedBytes >>> 24;
        int majorVersion = (announcedBytes >>> 16) & 0xff;
        return (type == TLS_ALERT || type == TLS_HANDSHAKE) && majorVersion == TLS_MAJOR_VERSION;
    }

    /** The length as the peer wrote it. */
    public int announcedBytes() {
        return announcedBytes;
    }
}
