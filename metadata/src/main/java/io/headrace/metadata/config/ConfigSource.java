package io.headrace.metadata.config;

/** Where the value of a setting comes from, with the numbers that DescribeConfigs uses for it. */
public enum ConfigSource {
    /** Set for one topic. */
    DYNAMIC_TOPIC_CONFIG(1),
    /** Set at run time for one broker. */
    DYNAMIC_BROKER_CONFIG(2),
    /** Set at run time for all brokers. */
    DYNAMIC_DEFAULT_BROKER_CONFIG(3),
    /** Given to the broker when it was started. */
    STATIC_BROKER_CONFIG(4),
    /** Set nowhere. */
    DEFAULT_CONFIG(5),
    /** The level of a logger. */
    DYNAMIC_BROKER_LOGGER_CONFIG(6),
    /** Set for one subscription to the metrics of clients. */
    DYNAMIC_CLIENT_METRICS_CONFIG(7),
    /** Set for one group. */
    DYNAMIC_GROUP_CONFIG(8);

    private final byte id;

    ConfigSource(int id) {
        this.id = (byte) id;
    }

    /** The number of this source in DescribeConfigs responses. */
    public byte id() {
        return id;
    }
}
