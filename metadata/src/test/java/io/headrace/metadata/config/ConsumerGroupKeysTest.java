package io.headrace.metadata.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsumerGroupKeysTest {
    @Test
    void groupsAreAssignedUniformlyAndMigrateBothWaysByDefault() {
        GroupConfig config = config("node.id", "1");

        assertEquals(List.of("uniform", "range"), config.consumerAssignors());
        assertEquals(GroupMigration.BIDIRECTIONAL, config.consumerMigration());
        assertEquals(Integer.MAX_VALUE, config.consumerMaxSize());
        assertEquals(500, config.consumerRebalanceHeartbeatIntervalMs());
    }

    @Test
    void assignorsGoByApachesNamesToo() {
        GroupConfig config = config(
                ConsumerGroupKeys.ASSIGNORS, "org.apache.kafka.coordinator.group.assignor.RangeAssignor,uniform");

        assertEquals(List.of("range", "uniform"), config.consumerAssignors());
    }

    @Test
    void otherAssignorsAreRefused() {
        for (String wrong : List.of("sticky", "uniform,uniform", "")) {
            ConfigException e =
                    assertThrows(ConfigException.class, () -> config(ConsumerGroupKeys.ASSIGNORS, wrong), wrong);
            assertTrue(e.getMessage().contains(ConsumerGroupKeys.ASSIGNORS), e::getMessage);
        }
    }

    @Test
    void thePolicyIsReadInAnyCase() {
        GroupMigration upgrade =
                config(ConsumerGroupKeys.MIGRATION_POLICY, "UpGrade").consumerMigration();

        assertEquals(GroupMigration.UPGRADE, upgrade);
        assertTrue(upgrade.upgrades() && !upgrade.downgrades());
        assertThrows(ConfigException.class, () -> config(ConsumerGroupKeys.MIGRATION_POLICY, "sideways"));
    }

    private static GroupConfig config(String name, String value) {
        return BrokerConfig.of(Map.of("log.dirs", "/nowhere", name, value)).groups();
    }
}
