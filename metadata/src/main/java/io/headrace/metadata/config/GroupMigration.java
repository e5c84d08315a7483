package io.headrace.metadata.config;

import io.headrace.common.config.ConfigException;
import java.util.Arrays;
import java.util.Locale;

/** Which way groups may change their kind while they are in use: "group.consumer.migration.policy". */
public enum GroupMigration {
    DISABLED(false, false),
    UPGRADE(true, false),
    DOWNGRADE(false, true),
    BIDIRECTIONAL(true, true);

    private final boolean upgrades;
    private final boolean downgrades;

    GroupMigration(boolean upgrades, boolean downgrades) {
        this.upgrades = upgrades;
        this.downgrades = downgrades;
    }

    /** Whether a classic group may become a consumer group. */
    public boolean upgrades() {
        return upgrades;
    }

    /** Whether a consumer group may become a classic group. */
    public boolean downgrades() {
        return downgrades;
    }

    static GroupMigration parse(String name, String value) {
        for (GroupMigration policy : values()) {
            if (policy.toString().equalsIgnoreCase(value)) {
                return policy;
            }
        }
        throw new ConfigException(name, value, "must be one of " + Arrays.toString(values()));
    }

    /** The name by which it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
