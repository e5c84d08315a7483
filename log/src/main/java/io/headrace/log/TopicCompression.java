package io.headrace.log;

import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;

/**
 * How batches are compressed on disk: {@code compression.type} of a topic, and its codec's level. Immutable.
 *
 * <p>A batch that has the codec already stays as it is, whatever level it was compressed with.
 */
public final class TopicCompression {

    /** {@code producer}: as they come. */
    public static final TopicCompression AS_PRODUCED = new TopicCompression(null);

    private final Codec codec;

    private TopicCompression(Codec codec) {
        this.codec = codec;
    }

    /** Compressed by one codec, or by none. */
    public static TopicCompression with(Codec codec) {
        return new TopicCompression(codec);
    }

    /** Whether a batch with that codec is to be compressed anew. */
    boolean changes(CompressionType current) {
        return codec != null && codec.type() != current;
    }

    /** What it is compressed with then. */
    Codec codec() {
        return codec;
    }
}
