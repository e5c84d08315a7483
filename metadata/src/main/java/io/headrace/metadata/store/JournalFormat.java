package io.headrace.metadata.store;

import io.headrace.common.Uuid;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.metadata.record.MetadataRecordType;
import io.headrace.metadata.store.MetadataStore.Commit;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.TypedRecord;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a metadata journal. Pure. All integers are big-endian.
 *
 * <pre>
 * file     header (40)  frame  frame  frame ...
 *
 * header    0  8  "HEADRACE"
 *           8  4  format, 1
 *          12 16  cluster id
 *          28  8  base version: 0 when the file holds every commit from the first;
 *                 else the first frame is a snapshot of that version
 *          36  4  CRC-32C of bytes 0 to 35
 *
 * frame     0  4  "META"                       one frame is written by one append and made durable by one fsync,
 *           4  4  length of the payload        however many commits share it
 *           8  4  CRC-32C of the length and the payload
 *          12  n  payload
 *
 * payload   0  1  kind: 1 commits, 2 snapshot
 *           1  .  entries up to the end; a snapshot has exactly one
 *
 * entry     0  8  version of the metadata after this entry
 *           8  4  epoch of the controller seat
 *          12  4  number of records
 *          16  .  records
 *
 * record    0  4  number of bytes that follow
 *           4  2  record type, Kafka's number
 *           6  2  version of that record type
 *           8  .  the record, as Kafka's definition of it says
 * </pre>
 */
final class JournalFormat {
    static final int HEADER_BYTES = 40;
    static final int FRAME_HEADER_BYTES = 12;
    static final int FRAME_MAGIC = 0x4D455441;
    static final byte COMMITS = 1;
    static final byte SNAPSHOT = 2;
    private static final long FILE_MAGIC = 0x4845414452414345L;
    private static final int FORMAT = 1;
    /** Of every record. It carries all that we store; a record with more in it is refused, not cut. */
    private static final int WRITTEN_VERSION = 0;

    private JournalFormat() {}

    /**
     * What a journal's header says.
     *
     * @param clusterId the cluster whose metadata it is
     * @param baseVersion the version of the snapshot it begins with, or 0
     */
    record Header(Uuid clusterId, long baseVersion) {}

    /**
     * What a frame holds.
     *
     * @param kind {@link #COMMITS} or {@link #SNAPSHOT}
     * @param entries the commits, or the one snapshot
     */
    record Frame(byte kind, List<Commit> entries) {}

    /** A frame's bytes are whole, and yet do not say what a frame says. */
    static final class UnreadableFrameException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableFrameException(String message) {
            super(message);
        }
    }

    static ByteBuffer header(Header header) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES);
        out.putLong(FILE_MAGIC).putInt(FORMAT);
        out.putLong(header.clusterId().getMostSignificantBits())
                .putLong(header.clusterId().getLeastSignificantBits());
        out.putLong(header.baseVersion());
        out.putInt(crc(out.duplicate().flip()));
        return out.flip();
    }

    /** @throws CorruptMetadataException naming what is wrong with the header of {@code file} */
    static Header readHeader(ByteBuffer in, Object file) {
        if (in.remaining() < HEADER_BYTES) {
            throw new CorruptMetadataException(file + " is no metadata journal: it has " + in.remaining()
                    + " bytes, a header alone has " + HEADER_BYTES);
        }
        if (in.getLong(0) != FILE_MAGIC) {
            throw new CorruptMetadataException(file + " is no metadata journal: it does not begin with HEADRACE");
        }
        if (in.getInt(8) != FORMAT) {
            throw new CorruptMetadataException(
                    file + " has journal format " + in.getInt(8) + "; this build reads " + FORMAT);
        }
        if (in.getInt(36) != crc(in.duplicate().position(0).limit(36))) {
            throw new CorruptMetadataException(file + " is damaged: the checksum of its header is wrong");
        }
        return new Header(new Uuid(in.getLong(12), in.getLong(20)), in.getLong(28));
    }

    /** One frame of the given kind. */
    static ByteBuffer frame(byte kind, List<Commit> entries) {
        ByteBuf out = Unpooled.buffer(1024);
        out.writeInt(FRAME_MAGIC).writeZero(8).writeByte(kind);
        for (Commit entry : entries) {
            out.writeLong(entry.version())
                    .writeInt(entry.seatEpoch())
                    .writeInt(entry.records().size());
            for (TypedRecord record : entry.records()) {
                writeRecord(out, record);
            }
        }
        int length = out.readableBytes() - FRAME_HEADER_BYTES;
        out.setInt(4, length);
        ByteBuffer bytes = out.nioBuffer();
        out.setInt(8, crc(bytes, 0, length));
        return bytes;
    }

    private static void writeRecord(ByteBuf out, TypedRecord record) {
        int sizeAt = out.writerIndex();
        out.writeInt(0).writeShort(record.recordType()).writeShort(WRITTEN_VERSION);
        record.write(WireWriter.to(out), WRITTEN_VERSION);
        out.setInt(sizeAt, out.writerIndex() - sizeAt - 4);
    }

    /** Whether a whole frame with the right checksum stands at {@code at}; its length, header included, or -1. */
    static int validFrameAt(ByteBuffer in, int at) {
        if (in.limit() - at < FRAME_HEADER_BYTES || in.getInt(at) != FRAME_MAGIC) {
            return -1;
        }
        int length = in.getInt(at + 4);
        if (length < 1 || length > in.limit() - at - FRAME_HEADER_BYTES) {
            return -1;
        }
        return crc(in, at, length) == in.getInt(at + 8) ? FRAME_HEADER_BYTES + length : -1;
    }

    /** The contents of the {@linkplain #validFrameAt valid} frame at {@code at}. */
    static Frame readFrame(ByteBuffer in, int at) throws UnreadableFrameException {
        int length = in.getInt(at + 4);
        ByteBuf payload = Unpooled.wrappedBuffer(in.slice(at + FRAME_HEADER_BYTES, length));
        try {
            byte kind = payload.readByte();
            if (kind != COMMITS && kind != SNAPSHOT) {
                throw new UnreadableFrameException("kind " + kind + " of frame is not known");
            }
            List<Commit> entries = new ArrayList<>();
            while (payload.isReadable()) {
                entries.add(readEntry(payload));
            }
            if (entries.isEmpty() || (kind == SNAPSHOT && entries.size() != 1)) {
                throw new UnreadableFrameException("frame of kind " + kind + " has " + entries.size() + " entries");
            }
            return new Frame(kind, entries);
        } catch (IndexOutOfBoundsException e) {
            throw new UnreadableFrameException("frame ends within an entry");
        }
    }

    private static Commit readEntry(ByteBuf in) throws UnreadableFrameException {
        long version = in.readLong();
        int seatEpoch = in.readInt();
        int count = in.readInt();
        List<TypedRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(readRecord(in, version));
        }
        return new Commit(version, seatEpoch, records);
    }

    private static TypedRecord readRecord(ByteBuf in, long commit) throws UnreadableFrameException {
        ByteBuf record = in.readSlice(in.readInt());
        int id = record.readUnsignedShort();
        int version = record.readUnsignedShort();
        MetadataRecordType type = MetadataRecordType.forId(id);
        String what = "a record of type " + id + " version " + version + " in commit " + commit;
        if (type == null) {
            throw new UnreadableFrameException(what + " is not known to this build");
        }
        try {
            TypedRecord read = type.read(record, version);
            if (record.isReadable()) {
                throw new UnreadableFrameException(what + " has " + record.readableBytes() + " bytes too many");
            }
            return read;
        } catch (UnsupportedVersionException | MalformedMessageException e) {
            throw new UnreadableFrameException(what + " cannot be read: " + e.getMessage());
        }
    }

    /** The checksum of the frame at {@code at}: of its length field and its payload. */
    private static int crc(ByteBuffer in, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(in.slice(at + 4, 4));
        crc.update(in.slice(at + FRAME_HEADER_BYTES, length));
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
