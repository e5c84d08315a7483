package io.headrace.txn;

import io.headrace.coordination.CoordinatorRecordCodec;
import io.headrace.coordination.RecordType;
import io.headrace.protocol.wire.TypedRecord;
import io.headrace.txn.record.TransactionRecordType;
import io.netty.buffer.ByteBuf;

/** The records of {@code __transaction_state} as bytes. */
public final class TransactionRecordCodec {

    /** Knows all types. */
    public static final CoordinatorRecordCodec INSTANCE = new CoordinatorRecordCodec(TransactionRecordCodec::type);

    private TransactionRecordCodec() {}

    private static RecordType type(int number) {
        TransactionRecordType type = TransactionRecordType.forId(number);
        return type == null ? null : new Generated(type);
    }

    private record Generated(TransactionRecordType type) implements RecordType {
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
