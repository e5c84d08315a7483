package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.ArrayOf;
import io.headrace.protocol.generator.FieldType.Scalar;
import io.headrace.protocol.generator.FieldType.StructRef;
import java.util.Optional;

/**
 * A field as defined.
 *
 * @param name as in the definition
 * @param versions the versions of the message that have the field
 * @param nullable the versions in which it may be null
 * @param tagged the versions in which it is a tagged field
 * @param tag its tag, or -1
 * @param ignorable whether its value may get lost in versions that do not have it
 * @param defaultText the default as written; empty for the natural default of the type
 * @param flexible set if the field departs from the message's flexible versions
 */
record FieldSpec(
        String name,
        FieldType type,
        Versions versions,
        Versions nullable,
        Versions tagged,
        int tag,
        boolean ignorable,
        String defaultText,
        Optional<Versions> flexible) {

    boolean isArray() {
        return type instanceof ArrayOf;
    }

    boolean isStruct() {
        return type instanceof StructRef;
    }

    boolean isStructArray() {
        return type instanceof ArrayOf array && array.element() instanceof StructRef;
    }

    boolean isScalar(Scalar scalar) {
        return type == scalar;
    }

    /** The struct that this field consists of, or that its elements are. */
    Optional<String> structName() {
        if (type instanceof StructRef struct) {
            return Optional.of(struct.name());
        }
        if (type instanceof ArrayOf array && array.element() instanceof StructRef struct) {
            return Optional.of(struct.name());
        }
        return Optional.empty();
    }

    boolean isTagged() {
        return tag >= 0;
    }

    boolean defaultsToNull() {
        return defaultText.equals("null");
    }
}
