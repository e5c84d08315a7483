package io.headrace.coordination;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.Message;
import io.headrace.protocol.wire.TypedRecord;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A coordinator's records as keys and values of a log, in Kafka's framing.
 *
 * <pre>
 *   key:    type int16 | key in its version 0
 *   value:  version int16 | value in that version; no value at all for a tombstone
 * </pre>
 *
 * <p>The number in front of a key began as a version and has become the type: 0 and 1 are both committed offsets.
 *
 * <p>Immutable.
 */
public final class CoordinatorRecordCodec {

    private static final int KEY_VERSION = 0;

    private final IntFunction<RecordType> types;

    /**
     * A codec for the records of one internal topic.
     *
     * @param types the type of a number, or null when there is none
     */
    public CoordinatorRecordCodec(IntFunction<RecordType> types) {
        this.types = Objects.requireNonNull(types, "types");
    }

    /** The bytes of a record's key. */
    public byte[] encodeKey(CoordinatorRecord record) {
        return framed(record.key().recordType(), record.key(), KEY_VERSION);
    }

    /**
     * The bytes of a record's value, or null for a tombstone.
     *
     * @throws UnsupportedVersionException if the version is out of range, or cannot carry what the value holds
     */
    public byte[] encodeValue(CoordinatorRecord record) {
        return record.isTombstone() ? null : framed(record.valueVersion(), record.value(), record.valueVersion());
    }

    private static byte[] framed(int number, Message message, int version) {
        byte[] bytes = new byte[Short.BYTES + message.size(version)];
        ByteBuf out = Unpooled.wrappedBuffer(bytes).clear();
        WireWriter writer = WireWriter.to(out);
        writer.writeInt16(number);
        message.write(writer, version);
        return bytes;
    }

    /**
     * Reads a record.
     *
     * @param key borrowed; null when the record has none
     * @param value borrowed; null for a tombstone
     * @throws UnknownRecordTypeException if the type is not known
     * @throws UnsupportedVersionException if the value's version is not known
     * @throws MalformedMessageException if the bytes are not what type and version say
     */
    public CoordinatorRecord decode(ByteBuf key, ByteBuf value) {
        if (key == null) {
            throw new MalformedMessageException("record without a key");
        }
        int number = readNumber(key, "key");
        RecordType type = types.apply(number);
        if (type == null) {
            throw new UnknownRecordTypeException(number);
        }
        TypedRecord about = type.readKey(key, KEY_VERSION);
        if (value == null) {
            return CoordinatorRecord.tombstone(about);
        }
        int version = readNumber(value, "value");
        TypedRecord says = type.readValue(value, version);
        return CoordinatorRecord.of(about, says, version);
    }

    private static int readNumber(ByteBuf in, String what) {
        if (in.readableBytes() < Short.BYTES) {
            throw new MalformedMessageException(
                    "a " + what + " of " + in.readableBytes() + " bytes is too short for the number in front of it");
        }
        return in.readShort();
    }
}
