package io.headrace.coordination;

import io.headrace.protocol.wire.TypedRecord;
import io.netty.buffer.ByteBuf;

/** One type of record as it is read from bytes: what a generated record type knows, by whatever name. */
public interface RecordType {

    /**
     * Reads a key, without its type.
     *
     * @throws io.headrace.protocol.wire.MalformedMessageException if the bytes are not such a key
     * @throws io.headrace.common.errors.UnsupportedVersionException if the version is out of range
     */
    TypedRecord readKey(ByteBuf in, int version);

    /**
     * Reads a value, without its version.
     *
     * @throws io.headrace.protocol.wire.MalformedMessageException if the bytes are not such a value
     * @throws io.headrace.common.errors.UnsupportedVersionException if the version is out of range
     */
    TypedRecord readValue(ByteBuf in, int version);
}
