package io.headrace.cli.quickstart;

import java.io.IOException;

/** Records to send, one after the other. */
@FunctionalInterface
interface RecordSource {
    /** The next one, or null at the end. */
    KeyedRecord next() throws IOException;

    /**
     * A record to send.
     *
     * @param key its key
     * @param value its value
     */
    @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
    record KeyedRecord(byte[] key, byte[] value) {
        long sizeInBytes() {
            return (long) key.length + value.length;
        }
    }
}
