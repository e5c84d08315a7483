package io.headrace.group;

import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.RecordType;
import io.headrace.group.record.GroupRecordType;
import io.headrace.protocol.wire.TypedRecord;
import io.netty.buffer.ByteBuf;

/** The records of {@code __consumer_offsets} as bytes. */
public final class GroupRecordCodec {

    /** Knows all types but those of share and streams groups. */
    public static final CoordinatorRecordCodec INSTANCE = new CoordinatorRecordCodec(GroupRecordCodec::type);

    private GroupRecordCodec() {}

    private static RecordType type(int number) {
        GroupRecordType type = GroupRecordType.forId(number);
        return type == null ? null : new Generated(type);
    }

    private record Generated(GroupRecordType type) implements RecordType {
        @Override
        public TypedRecord readKey(ByteBuf in, int version) {
            return type.readKey(in, version);
        }

        @Override
        public TypedRecord readValue(ByteBuf in, int version) {
            return type.readValue(in, version);
        }
    }
}
