package io.headrace.common.config;

import java.util.Objects;

/** Something that has settings: a broker, a topic, ... Immutable. */
public final class ConfigResource {
    /** The kinds of things that have settings. */
    public enum Type {
        GROUP(32),
        CLIENT_METRICS(16),
        BROKER_LOGGER(8),
        BROKER(4),
        TOPIC(2),
        UNKNOWN(0);

        private final byte id;

        Type(int id) {
            this.id = (byte) id;
        }

        /** The number on the wire. */
        public byte id() {
            return id;
        }

        /** The type of that number; {@link #UNKNOWN} if there is none. */
        public static Type forId(byte id) {
            for (Type type : values()) {
                if (type.id == id) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }

    private final Type type;
    private final String name;

    /**
     * Names a thing that has settings.
     *
     * @param name a topic's name or a broker's id; the empty name stands for what applies to all brokers
     * @throws NullPointerException if an argument is null
     */
    public ConfigResource(Type type, String name) {
        this.type = Objects.requireNonNull(type, "type should not be null");
        this.name = Objects.requireNonNull(name, "name should not be null");
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    /** Whether this stands for what applies to all things of its type. */
    public boolean isDefault() {
        return name.isEmpty();
    }

    @Override
    public boolean equals(Object o) {
        return this == o || (o instanceof ConfigResource other && type == other.type && name.equals(other.name));
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + name.hashCode();
    }

    @Override
    public String toString() {
        return "ConfigResource(type=" + type + ", name='" + name + "')";
    }
}
