package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.ValidString;
import io.headrace.common.config.ConfigException;
import io.headrace.metadata.config.TopicKeys.KeyDefinition;

/** The settings of a topic that say how its batches are compressed on disk. */
final class CompressionKeys {
    static final String TYPE = "compression.type";
    static final String GZIP_LEVEL = "compression.gzip.level";
    static final String LZ4_LEVEL = "compression.lz4.level";
    static final String ZSTD_LEVEL = "compression.zstd.level";

    /** gzip's way to say that it shall choose. */
    private static final int GZIP_CHOOSES = -1;

    private CompressionKeys() {}

    static void define(CompactionKeys.Definer definer) {
        definer.define(
                TYPE,
                new KeyDefinition(
                        ConfigDef.Type.STRING,
                        "producer",
                        ValidString.in("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
                        "How batches are compressed on disk: \"producer\" keeps them as they came, \"uncompressed\" or a"
                                + " codec has the broker compress anew those that came otherwise."),
                TYPE);
        definer.define(
                GZIP_LEVEL,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        GZIP_CHOOSES,
                        CompressionKeys::gzipLevel,
                        "How hard the broker compresses with compression.type=gzip: from 1, fast, to 9, small; or -1."),
                GZIP_LEVEL);
        definer.define(
                LZ4_LEVEL,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        9,
                        Range.between(1, 17),
                        "How hard the broker compresses with compression.type=lz4: from 1 to 17; 9 is the fast way."),
                LZ4_LEVEL);
        definer.define(
                ZSTD_LEVEL,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        3,
                        Range.between(-131072, 22),
                        "How hard the broker compresses with compression.type=zstd: from -131072, fast, to 22, small."),
                ZSTD_LEVEL);
    }

    private static void gzipLevel(String name, Object value) {
        if (value != null && (Integer) value != GZIP_CHOOSES && ((Integer) value < 1 || (Integer) value > 9)) {
            throw new ConfigException(name, value, "has to be from 1 to 9, or -1");
        }
    }
}
