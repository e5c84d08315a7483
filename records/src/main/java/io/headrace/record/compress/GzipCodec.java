package io.headrace.record.compress;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Gzip, RFC 1952. Writes one member without optional fields; reads any number of members with whatever fields.
 *
 * <pre>
 *   member: 1f 8b | method 8 | flags 1 | mtime 4 | extra flags 1 | os 1
 *           | [extra: size 2 LE, bytes] [name, 0] [comment, 0] [header crc 2] | deflated | crc32 4 LE | size 4 LE
 * </pre>
 */
final class GzipCodec extends Codec {

    static final int DEFAULT_LEVEL = Deflater.DEFAULT_COMPRESSION;
    static final GzipCodec DEFAULT = new GzipCodec(DEFAULT_LEVEL);

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
    private static final int TRAILER_SIZE = 8;
    private static final int METHOD_DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private static final ContextPool<Deflater> DEFLATERS =
            new ContextPool<>(() -> new Deflater(DEFAULT_LEVEL, true), Deflater::end);
    private static final ContextPool<Inflater> INFLATERS = new ContextPool<>(() -> new Inflater(true), Inflater::end);

    private final int level;

    GzipCodec(int level) {
        if (level != DEFAULT_LEVEL && (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION)) {
            throw new IllegalArgumentException("gzip level must be -1 (default) or 1 to 9: " + level);
        }
        this.level = level;
    }

    @Override
    public CompressionType type() {
        return CompressionType.GZIP;
    }

    @Override
    public int firstCapacity(int sourceBytes) {
        return HEADER.length + sourceBytes / 2 + 64;
    }

    @Override
    void compressDirect(ByteBuffer source, ByteBuf target) {
        int size = source.remaining();
        CRC32 crc = new CRC32();
        crc.update(source.duplicate());
        target.writeBytes(HEADER);
        Deflater deflater = DEFLATERS.take();
        try {
            deflater.setLevel(level);
            deflater.setInput(source);
            deflater.finish();
            while (!deflater.finished()) {
                target.ensureWritable(Math.max(512, size / 8));
                ByteBuffer room = target.nioBuffer(target.writerIndex(), target.writableBytes());
                target.writerIndex(target.writerIndex() + deflater.deflate(room));
            }
        } finally {
            deflater.reset();
            DEFLATERS.giveBack(deflater);
        }
        target.writeIntLE((int) crc.getValue());
        target.writeIntLE(size);
    }

    @Override
    void decompressDirect(ByteBuffer source, Unpacked target) {
        ByteBuffer in = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        Inflater inflater = INFLATERS.take();
        try {
            do {
                skipMemberHeader(in, target);
                int from = target.size();
                inflate(inflater, in, target);
                checkTrailer(in, from, target);
                inflater.reset();
            } while (in.hasRemaining());
        } finally {
            inflater.reset();
            INFLATERS.giveBack(inflater);
        }
    }

    private static void skipMemberHeader(ByteBuffer in, Unpacked target) {
        if (in.remaining() < HEADER.length) {
            throw target.invalid(in.remaining() + " bytes where a gzip header should be");
        }
        int at = in.position();
        if (in.get(at) != HEADER[0] || in.get(at + 1) != HEADER[1]) {
            throw target.invalid("not in gzip format");
        }
        if (in.get(at + 2) != METHOD_DEFLATE) {
            throw target.invalid("unknown gzip method " + in.get(at + 2));
        }
        int flags = in.get(at + 3);
        if ((flags & RESERVED) != 0) {
            throw target.invalid("unknown gzip flags " + (flags & 0xff));
        }
        at += HEADER.length;
        if ((flags & EXTRA) != 0) {
            if (in.limit() - at < 2) {
                throw target.invalid("gzip header ends early");
            }
            at += 2 + Short.toUnsignedInt(in.getShort(at));
        }
        if ((flags & NAME) != 0) {
            at = afterZero(in, at);
        }
        if ((flags & COMMENT) != 0) {
            at = afterZero(in, at);
        }
        if ((flags & HEADER_CRC) != 0) {
            at += 2;
        }
        if (at > in.limit()) {
            throw target.invalid("gzip header ends early");
        }
        in.position(at);
    }

    private static int afterZero(ByteBuffer in, int from) {
        int at = from;
        while (at < in.limit() && in.get(at) != 0) {
            at++;
        }
        return at + 1;
    }

    private static void inflate(Inflater inflater, ByteBuffer in, Unpacked target) {
        inflater.setInput(in);
        try {
            while (!inflater.finished()) {
                int out = inflater.inflate(target.room(Math.max(1, 4 * in.remaining())));
                target.wrote(out);
                if (out == 0 && !inflater.finished()) {
                    throw target.invalid(
                            inflater.needsDictionary() ? "gzip data needs a dictionary" : "gzip data ends early");
                }
            }
        } catch (DataFormatException e) {
            throw target.invalid(e.getMessage(), e);
        }
    }

    private static void checkTrailer(ByteBuffer in, int from, Unpacked target) {
        if (in.remaining() < TRAILER_SIZE) {
            throw target.invalid("gzip trailer ends early");
        }
        int statedCrc = in.getInt();
        int statedSize = in.getInt();
        CRC32 crc = new CRC32();
        crc.update(target.since(from));
        if ((int) crc.getValue() != statedCrc) {
            throw target.invalid("gzip crc does not match");
        }
        if (target.size() - from != statedSize) {
            throw target.invalid("gzip size does not match");
        }
    }
}
