package io.headrace.protocol.generator;

import java.util.Comparator;
import java.util.List;

/**
 * A sequence of fields with a name.
 *
 * @param name the Java class name
 * @param versions the versions of the message in which the struct can occur
 */
record StructSpec(String name, Versions versions, List<FieldSpec> fields) {

    StructSpec {
        fields = List.copyOf(fields);
    }

    /** The fields that are tagged in some version, by tag. */
    List<FieldSpec> taggedFields() {
        return fields.stream()
                .filter(FieldSpec::isTagged)
                .sorted(Comparator.comparingInt(FieldSpec::tag))
                .toList();
    }
}
