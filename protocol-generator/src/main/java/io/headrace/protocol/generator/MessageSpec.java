package io.headrace.protocol.generator;

import java.util.List;
import java.util.Optional;

/**
 * A message as defined in one file.
 *
 * @param apiKey the number of the call or of the record type; -1 for none
 * @param valid the versions that can be read and written; may be empty for a reserved number
 * @param flexible the versions with compact lengths and tagged fields
 * @param body the top-level struct, with the message's name
 * @param structs all structs inside, each name once, in order of appearance
 * @param listeners the kinds of listeners that take it ("broker", "controller")
 */
record MessageSpec(
        Kind kind,
        int apiKey,
        Versions valid,
        Versions flexible,
        boolean latestVersionUnstable,
        StructSpec body,
        List<StructSpec> structs,
        List<String> listeners) {

    /** What a message is for. */
    enum Kind {
        REQUEST("request"),
        RESPONSE("response"),
        HEADER("header"),
        DATA("data"),
        METADATA("metadata"),
        COORDINATOR_KEY("coordinator-key"),
        COORDINATOR_VALUE("coordinator-value");

        final String notation;

        Kind(String notation) {
            this.notation = notation;
        }

        static Kind parse(String text) {
            for (Kind kind : values()) {
                if (kind.notation.equals(text)) {
                    return kind;
                }
            }
            throw new SpecException("unknown type of message " + text);
        }

        /** Whether it is one half of a call. */
        boolean isCall() {
            return this == REQUEST || this == RESPONSE;
        }

        /** Whether it is stored as a record with a number for its type. */
        boolean isTypedRecord() {
            return this == METADATA || this == COORDINATOR_KEY || this == COORDINATOR_VALUE;
        }
    }

    MessageSpec {
        structs = List.copyOf(structs);
        listeners = List.copyOf(listeners);
    }

    String name() {
        return body.name();
    }

    /** Whether a struct is the top-level one, which no other struct shares its name with. */
    boolean isBody(StructSpec struct) {
        return struct.name().equals(body.name());
    }

    /** The struct of a name. */
    StructSpec struct(String name) {
        Optional<StructSpec> found =
                structs.stream().filter(s -> s.name().equals(name)).findFirst();
        return found.orElseThrow(() -> new SpecException(name() + " has no struct " + name));
    }
}
