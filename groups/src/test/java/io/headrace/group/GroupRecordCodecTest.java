package io.headrace.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.UnknownRecordTypeException;
import io.headrace.group.record.GroupMetadataKey;
import io.headrace.group.record.GroupMetadataValue;
import io.headrace.group.record.GroupRecordType;
import io.headrace.group.record.OffsetCommitKey;
import io.headrace.group.record.OffsetCommitValue;
import io.headrace.protocol.wire.MalformedMessageException;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.CoordinatorRecordType;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against Apache's own reading and writing of the same records. */
class GroupRecordCodecTest {

    private static final int ROUNDS = 200;

    private final GroupCoordinatorRecordSerde apache = new GroupCoordinatorRecordSerde();

    @ParameterizedTest
    @EnumSource(GroupRecordType.class)
    void whatApacheWritesIsReadAndWrittenAgain(GroupRecordType type) {
        long seed = System.nanoTime();
        RandomApacheMessage random = new RandomApacheMessage(new Random(seed));
        CoordinatorRecordType theirs = CoordinatorRecordType.fromId((short) type.id());
        assertEquals(theirs.lowestSupportedVersion(), type.lowestVersion());
        assertEquals(theirs.highestSupportedVersion(), type.highestVersion());
        for (int round = 0; round < ROUNDS; round++) {
            for (short version = (short) type.lowestVersion(); version <= type.highestVersion(); version++) {
                ApiMessage key = random.fill(theirs.newRecordKey(), (short) 0);
                ApiMessage value = random.fill(theirs.newRecordValue(), version);
                check(
                        org.apache.kafka.coordinator.common.runtime.CoordinatorRecord.record(
                                key, new ApiMessageAndVersion(value, version)),
                        "seed " + seed + " round " + round + " version " + version);
            }
        }
    }

    private void check(org.apache.kafka.coordinator.common.runtime.CoordinatorRecord theirs, String where) {
        byte[] key = apache.serializeKey(theirs);
        byte[] value = apache.serializeValue(theirs);
        CoordinatorRecord ours = decode(key, value);
        assertEquals(theirs.value().version(), ours.valueVersion(), where);
        byte[] keyAgain = GroupRecordCodec.INSTANCE.encodeKey(ours);
        byte[] valueAgain = GroupRecordCodec.INSTANCE.encodeValue(ours);
        assertArrayEquals(key, keyAgain, where);
        assertArrayEquals(value, valueAgain, where);
    }

    @Test
    void whatWeWriteApacheUnderstands() {
        CoordinatorRecord ours = CoordinatorRecord.of(
                new OffsetCommitKey().group("g").topic("t").partition(7),
                new OffsetCommitValue().offset(42).leaderEpoch(3).metadata("m").commitTimestamp(99),
                3);
        var theirs = apache.deserialize(
                ByteBuffer.wrap(GroupRecordCodec.INSTANCE.encodeKey(ours)),
                ByteBuffer.wrap(GroupRecordCodec.INSTANCE.encodeValue(ours)));
        assertEquals(
                new org.apache.kafka.coordinator.group.generated.OffsetCommitKey()
                        .setGroup("g")
                        .setTopic("t")
                        .setPartition(7),
                theirs.key());
        assertEquals(
                new org.apache.kafka.coordinator.group.generated.OffsetCommitValue()
                        .setOffset(42)
                        .setLeaderEpoch(3)
                        .setMetadata("m")
                        .setCommitTimestamp(99),
                theirs.value().message());
    }

    @Test
    void aTombstoneHasNoValue() {
        CoordinatorRecord tombstone = CoordinatorRecord.tombstone(new GroupMetadataKey().group("g"));
        assertNull(GroupRecordCodec.INSTANCE.encodeValue(tombstone));
        byte[] key = GroupRecordCodec.INSTANCE.encodeKey(tombstone);
        var theirs = apache.deserialize(ByteBuffer.wrap(key), null);
        assertNull(theirs.value());
        CoordinatorRecord again = GroupRecordCodec.INSTANCE.decode(Unpooled.wrappedBuffer(key), null);
        assertTrue(again.isTombstone());
        assertEquals(tombstone.key(), again.key());
    }

    @Test
    void aTypeOfShareGroupsIsUnknown() {
        byte[] key = {0, (byte) CoordinatorRecordType.SHARE_GROUP_METADATA.id(), 0, 0};
        UnknownRecordTypeException unknown =
                assertThrows(UnknownRecordTypeException.class, () -> decode(key, new byte[0]));
        assertEquals(CoordinatorRecordType.SHARE_GROUP_METADATA.id(), unknown.type());
    }

    @Test
    void aValueOfAnUnknownVersionIsRefused() {
        CoordinatorRecord record = CoordinatorRecord.of(new GroupMetadataKey().group("g"), new GroupMetadataValue(), 3);
        byte[] value = GroupRecordCodec.INSTANCE.encodeValue(record);
        value[1] = 77;
        assertThrows(
                UnsupportedVersionException.class, () -> decode(GroupRecordCodec.INSTANCE.encodeKey(record), value));
    }

    @Test
    void whatIsCutOffIsMalformed() {
        CoordinatorRecord record = CoordinatorRecord.of(
                new OffsetCommitKey().group("group").topic("topic").partition(1),
                new OffsetCommitValue().offset(1).metadata("metadata"),
                3);
        byte[] key = GroupRecordCodec.INSTANCE.encodeKey(record);
        byte[] value = GroupRecordCodec.INSTANCE.encodeValue(record);
        for (int length = 0; length < key.length; length++) {
            byte[] cut = Arrays.copyOf(key, length);
            assertThrows(MalformedMessageException.class, () -> decode(cut, value), "key of " + length);
        }
        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThrows(MalformedMessageException.class, () -> decode(key, cut), "value of " + length);
        }
        assertThrows(MalformedMessageException.class, () -> GroupRecordCodec.INSTANCE.decode(null, null));
    }

    private static CoordinatorRecord decode(byte[] key, byte[] value) {
        return GroupRecordCodec.INSTANCE.decode(Unpooled.wrappedBuffer(key), Unpooled.wrappedBuffer(value));
    }
}
