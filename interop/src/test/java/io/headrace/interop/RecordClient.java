package io.headrace.interop;

import java.util.List;

/** A client that writes and reads plain records in partition 0, whoever made it. */
public interface RecordClient {

    /** Writes {@code records} in order and returns when all are acknowledged. */
    void write(String bootstrapServers, String topic, String codec, List<PlainRecord> records) throws Exception;

    /** Reads the first {@code count} records. */
    List<PlainRecord> read(String bootstrapServers, String topic, int count) throws Exception;

    /**
     * A record as every client can tell it.
     *
     * @param key the key, may be null
     * @param value the value, null for a tombstone
     * @param headers alternating names and values
     * @param timestamp milliseconds since the epoch
     */
    record PlainRecord(String key, String value, List<String> headers, long timestamp) {

        /** The same record without the time, for writers that cannot choose it. */
        PlainRecord withoutTime() {
            return new PlainRecord(key, value, headers, 0);
        }
    }
}
