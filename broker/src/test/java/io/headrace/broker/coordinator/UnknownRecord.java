package io.headrace.broker.coordinator;

import io.headrace.protocol.wire.TypedRecord;
import io.headrace.protocol.wire.UnknownTaggedField;
import io.headrace.protocol.wire.WireWriter;
import java.util.List;

/** A record of a type that this build can write in a test, and never read. */
final class UnknownRecord implements TypedRecord {

    @Override
    public int recordType() {
        return 999;
    }

    @Override
    public void write(WireWriter out, int version) {
        out.writeInt32(42);
    }

    @Override
    public int size(int version) {
        return Integer.BYTES;
    }

    @Override
    public List<UnknownTaggedField> unknownTaggedFields() {
        return List.of();
    }

    @Override
    public int lowestSupportedVersion() {
        return 0;
    }

    @Override
    public int highestSupportedVersion() {
        return 0;
    }
}
