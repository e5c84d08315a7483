package io.headrace.common.header;

/** A named piece of bytes that travels beside a record's key and value (KIP-82). */
public interface Header {
    /** The header's name, never null. Several headers of one record may have the same. */
    String key();

    /** The header's bytes; may be null. The array is not copied: who changes it changes the header. */
    byte[] value();
}
