package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.record.TimestampType;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourceType;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Enums have Apache's constants in Apache's order, with Apache's texts and numbers. */
class EnumMirrorTest {
    private static final List<Class<? extends Enum<?>>> APACHE = List.of(
            org.apache.kafka.common.IsolationLevel.class,
            org.apache.kafka.common.ElectionType.class,
            org.apache.kafka.common.GroupState.class,
            org.apache.kafka.common.GroupType.class,
            org.apache.kafka.common.ClassicGroupState.class,
            org.apache.kafka.common.acl.AclOperation.class,
            org.apache.kafka.common.acl.AclPermissionType.class,
            org.apache.kafka.common.resource.ResourceType.class,
            org.apache.kafka.common.resource.PatternType.class,
            org.apache.kafka.common.record.TimestampType.class,
            org.apache.kafka.common.config.ConfigResource.Type.class,
            org.apache.kafka.common.config.ConfigDef.Type.class,
            org.apache.kafka.common.config.ConfigDef.Importance.class,
            org.apache.kafka.common.config.ConfigDef.Width.class);

    @TestFactory
    List<DynamicTest> constants() {
        return APACHE.stream()
                .map(apache -> DynamicTest.dynamicTest(
                        apache.getName(), () -> assertEquals(constants(apache), constants(Mirror.ours(apache)))))
                .toList();
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name() + " " + constant)
                .toList();
    }

    @Test
    void numbers() {
        for (int i = Byte.MIN_VALUE; i <= Byte.MAX_VALUE; i++) {
            byte code = (byte) i;
            assertEquals(
                    org.apache.kafka.common.acl.AclOperation.fromCode(code).name(),
                    AclOperation.fromCode(code).name());
            assertEquals(
                    org.apache.kafka.common.acl.AclPermissionType.fromCode(code).name(),
                    AclPermissionType.fromCode(code).name());
            assertEquals(
                    org.apache.kafka.common.resource.ResourceType.fromCode(code).name(),
                    ResourceType.fromCode(code).name());
            assertEquals(
                    org.apache.kafka.common.resource.PatternType.fromCode(code).name(),
                    PatternType.fromCode(code).name());
            assertEquals(
                    org.apache.kafka.common.config.ConfigResource.Type.forId(code)
                            .name(),
                    ConfigResource.Type.forId(code).name());
        }
        for (AclOperation operation : AclOperation.values()) {
            assertEquals(
                    org.apache.kafka.common.acl.AclOperation.valueOf(operation.name())
                            .code(),
                    operation.code());
        }
        for (ConfigResource.Type type : ConfigResource.Type.values()) {
            assertSame(type, ConfigResource.Type.forId(type.id()));
        }
        assertEquals(1, ElectionType.UNCLEAN.value);
        assertSame(ElectionType.PREFERRED, ElectionType.valueOf((byte) 0));
        assertEquals(1, IsolationLevel.READ_COMMITTED.id());
        assertSame(IsolationLevel.READ_UNCOMMITTED, IsolationLevel.forId((byte) 0));
        assertEquals(-1, TimestampType.NO_TIMESTAMP_TYPE.id);
        assertEquals(1, TimestampType.LOG_APPEND_TIME.id);
    }

    @Test
    void numbersThatNobodyHas() {
        assertEquals(
                "Unknown isolation level 9",
                assertThrows(IllegalArgumentException.class, () -> IsolationLevel.forId((byte) 9))
                        .getMessage());
        assertEquals(
                "Value 9 must be one of [PREFERRED, UNCLEAN]",
                assertThrows(IllegalArgumentException.class, () -> ElectionType.valueOf((byte) 9))
                        .getMessage());
        assertThrows(NoSuchElementException.class, () -> TimestampType.forName("createtime"));
    }

    @Test
    void namesAreReadInAnyCase() {
        for (String name : List.of("stable", "PreparingRebalance", "PREPARINGREBALANCE", "PREPARING_REBALANCE", "x")) {
            assertEquals(
                    org.apache.kafka.common.GroupState.parse(name).name(),
                    GroupState.parse(name).name());
            assertEquals(
                    org.apache.kafka.common.ClassicGroupState.parse(name).name(),
                    ClassicGroupState.parse(name).name());
        }
        assertSame(GroupType.CONSUMER, GroupType.parse("consumer"));
        assertSame(GroupType.UNKNOWN, GroupType.parse(null));
        assertSame(AclOperation.IDEMPOTENT_WRITE, AclOperation.fromString("idempotent_write"));
        assertSame(AclOperation.UNKNOWN, AclOperation.fromString("none such"));
        assertSame(AclPermissionType.DENY, AclPermissionType.fromString("deny"));
        assertSame(AclPermissionType.UNKNOWN, AclPermissionType.fromString("none such"));
        assertSame(ResourceType.TRANSACTIONAL_ID, ResourceType.fromString("transactional_id"));
        assertSame(ResourceType.UNKNOWN, ResourceType.fromString("none such"));
        assertSame(PatternType.PREFIXED, PatternType.fromString("PREFIXED"));
        assertSame(PatternType.UNKNOWN, PatternType.fromString("prefixed"));
        assertSame(TimestampType.CREATE_TIME, TimestampType.forName("CreateTime"));
    }

    @Test
    void statesOfGroupTypes() {
        for (GroupType type : List.of(GroupType.CLASSIC, GroupType.CONSUMER, GroupType.SHARE, GroupType.STREAMS)) {
            assertEquals(
                    org.apache.kafka.common.GroupState.groupStatesForType(
                                    org.apache.kafka.common.GroupType.valueOf(type.name()))
                            .stream()
                            .map(Enum::name)
                            .collect(Collectors.toSet()),
                    GroupState.groupStatesForType(type).stream().map(Enum::name).collect(Collectors.toSet()));
        }
        assertThrows(IllegalArgumentException.class, () -> GroupState.groupStatesForType(GroupType.UNKNOWN));
    }
}
