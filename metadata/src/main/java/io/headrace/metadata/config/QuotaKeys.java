package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;

/** How the use of clients is measured against their quotas. {@link QuotaConfig} has it typed. */
final class QuotaKeys {
    static final String WINDOWS = "quota.window.num";
    static final String WINDOW_SECONDS = "quota.window.size.seconds";
    static final String CONTROLLER_WINDOWS = "controller.quota.window.num";
    static final String CONTROLLER_WINDOW_SECONDS = "controller.quota.window.size.seconds";
    static final String CONNECTION_RATE = "max.connection.creation.rate";

    private QuotaKeys() {}

    static void addTo(ConfigDef def) {
        define(def, WINDOWS, 11, 1, "Over how many windows the rates of clients are measured.");
        define(def, WINDOW_SECONDS, 1, 1, "How long each of these windows is, in seconds.");
        define(
                def,
                CONTROLLER_WINDOWS,
                11,
                1,
                "For how many windows a client may save up partitions to create and delete.");
        define(def, CONTROLLER_WINDOW_SECONDS, 1, 1, "How long each of these windows is, in seconds.");
        define(
                def,
                CONNECTION_RATE,
                Integer.MAX_VALUE,
                0,
                "How many connections are accepted in a second, at most; others are read from later.");
    }

    private static void define(ConfigDef def, String name, int defaultValue, int least, String documentation) {
        def.define(name, ConfigDef.Type.INT, defaultValue, Range.atLeast(least), Importance.LOW, documentation);
    }
}
