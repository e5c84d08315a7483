package io.headrace.protocol.wire;

import io.headrace.common.errors.UnsupportedVersionException;

/** The refusals that generated messages share: versions out of range, and contents that a version cannot carry. */
public final class WireVersions {

    private WireVersions() {}

    /** Refuses a version that a message does not have. */
    public static void require(int version, int lowest, int highest, String message) {
        if (version < lowest || version > highest) {
            throw new UnsupportedVersionException(
                    message + " has no version " + version + ": it has " + lowest + " to " + highest);
        }
    }

    /** Refuses any version of a message that only has its number reserved. */
    public static UnsupportedVersionException removed(String message) {
        return new UnsupportedVersionException(message + " has no versions: its number is reserved");
    }

    /** A field holds something other than its default and the version does not have the field. */
    public static UnsupportedVersionException notCarried(String field, int version) {
        return new UnsupportedVersionException(
                field + " is set, and version " + version + " of the message does not carry it");
    }

    /** A field is null and the version knows no null for it. */
    public static UnsupportedVersionException nullNotCarried(String field, int version) {
        return new UnsupportedVersionException(
                field + " is null, and version " + version + " of the message has no null for it");
    }

    /** There are unknown tagged fields and the version is from before tagged fields. */
    public static UnsupportedVersionException tagsNotCarried(String struct, int version) {
        return new UnsupportedVersionException(
                struct + " has unknown tagged fields, and version " + version + " of the message carries none");
    }
}
