package io.headrace.common.record;

import java.util.NoSuchElementException;

/** Where a record's timestamp comes from (KIP-32). */
public enum TimestampType {
    /** Records of the oldest format have no timestamp. */
    NO_TIMESTAMP_TYPE(-1, "NoTimestampType"),
    /** Set by the producer. */
    CREATE_TIME(0, "CreateTime"),
    /** Set by the broker when it appended the record. */
    LOG_APPEND_TIME(1, "LogAppendTime");

    /** The value of the timestamp bit in a batch's attributes; -1 where there is no timestamp. */
    public final int id;

    /** The name as it stands in the topic config {@code message.timestamp.type}. */
    public final String name;

    TimestampType(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /**
     * The type of that name.
     *
     * @throws NoSuchElementException if there is no type of that name
     */
    public static TimestampType forName(String name) {
        for (TimestampType type : values()) {
            if (type.name.equals(name)) {
                return type;
            }
        }
        throw new NoSuchElementException("Invalid timestamp type " + name);
    }

    @Override
    public String toString() {
        return name;
    }
}
