package io.headrace.protocol.wire;

/** A message that is stored as a record and told from others by a number, such as the records of cluster metadata. */
public interface TypedRecord extends Message {

    /** The number that stands for this type of record. */
    int recordType();
}
