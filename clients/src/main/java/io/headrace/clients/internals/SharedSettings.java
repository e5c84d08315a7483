package io.headrace.clients.internals;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.ValidList;
import io.headrace.common.config.ConfigDef.ValidString;
import io.headrace.common.metrics.JmxReporter;
import io.headrace.common.metrics.Sensor.RecordingLevel;
import java.util.List;

/** Settings that producer, consumer and admin client define alike. Stateless. */
public final class SharedSettings {

    private SharedSettings() {}

    /**
     * Adds them to a definition, which is returned.
     *
     * @param pushesMetrics the default of {@code enable.metrics.push}
     */
    public static ConfigDef addTo(ConfigDef def, boolean pushesMetrics) {
        return def.define(
                        AbstractConfig.CONFIG_PROVIDERS_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ValidList.anyNonDuplicateValues(true, false),
                        Importance.LOW,
                        AbstractConfig.CONFIG_PROVIDERS_DOC)
                .define(
                        CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG,
                        ConfigDef.Type.LONG,
                        30_000,
                        Range.atLeast(0),
                        Importance.LOW,
                        CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_DOC)
                .define(
                        CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG,
                        ConfigDef.Type.INT,
                        2,
                        Range.atLeast(1),
                        Importance.LOW,
                        CommonClientConfigs.METRICS_NUM_SAMPLES_DOC)
                .define(
                        CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG,
                        ConfigDef.Type.STRING,
                        RecordingLevel.INFO.name,
                        ValidString.in(RecordingLevel.INFO.name, RecordingLevel.DEBUG.name, RecordingLevel.TRACE.name),
                        Importance.LOW,
                        CommonClientConfigs.METRICS_RECORDING_LEVEL_DOC)
                .define(
                        CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(JmxReporter.class.getName()),
                        ValidList.anyNonDuplicateValues(true, false),
                        Importance.LOW,
                        CommonClientConfigs.METRIC_REPORTER_CLASSES_DOC)
                .define(
                        CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        pushesMetrics,
                        Importance.LOW,
                        CommonClientConfigs.ENABLE_METRICS_PUSH_DOC)
                .define(
                        CommonClientConfigs.EVENT_LOOP_CONFIG,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        CommonClientConfigs.EVENT_LOOP_DOC);
    }
}
