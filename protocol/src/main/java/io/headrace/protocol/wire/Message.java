package io.headrace.protocol.wire;

import io.headrace.common.errors.UnsupportedVersionException;
import java.util.List;

/**
 * A message of the protocol in memory: a mutable bag of fields with a default for each.
 *
 * <p>Not safe for use by several threads at once.
 */
public interface Message {

    /**
     * Writes this message.
     *
     * @throws UnsupportedVersionException if the version is out of range, or a field holds something that the version
     *     cannot carry and that is not allowed to get lost
     */
    void write(WireWriter out, int version);

    /**
     * The number of bytes that {@link #write} produces.
     *
     * @throws UnsupportedVersionException if the version is out of range, or has no null for a field that is null
     * @throws ArithmeticException if the message is larger than 2 GiB
     */
    int size(int version);

    /** Tagged fields that this build has no definition of, ascending by tag; may be added to. */
    List<UnknownTaggedField> unknownTaggedFields();

    /** The lowest version that this message can be read and written in. */
    int lowestSupportedVersion();

    /** The highest version that this message can be read and written in. */
    int highestSupportedVersion();
}
