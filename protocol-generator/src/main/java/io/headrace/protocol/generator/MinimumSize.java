package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.ArrayOf;
import io.headrace.protocol.generator.FieldType.Scalar;
import io.headrace.protocol.generator.FieldType.StructRef;

/**
 * The least number of bytes that a struct can take, by version. The reader compares it with the bytes that remain before
 * it makes room for an array.
 */
final class MinimumSize {

    private final MessageSpec message;

    MinimumSize(MessageSpec message) {
        this.message = message;
    }

    /** A Java expression that depends on the version, for the given versions. */
    String expression(StructSpec struct, Versions versions) {
        StringBuilder expression = new StringBuilder();
        int highest = versions.highest();
        int size = of(struct, highest);
        for (int version = highest - 1; version >= versions.lowest(); version--) {
            int here = of(struct, version);
            if (here != size) {
                expression
                        .append("version >= ")
                        .append(version + 1)
                        .append(" ? ")
                        .append(size)
                        .append(" : ");
                size = here;
            }
        }
        return expression.append(size).toString();
    }

    private int of(StructSpec struct, int version) {
        int size = 0;
        for (FieldSpec field : struct.fields()) {
            if (field.versions().contains(version) && !field.tagged().contains(version)) {
                size += of(field, version);
            }
        }
        if (message.flexible().contains(version)) {
            size++;
        }
        // An element of no bytes at all would let any count pass.
        return Math.max(1, size);
    }

    private int of(FieldSpec field, int version) {
        boolean flexible = field.flexible().orElse(message.flexible()).contains(version);
        if (field.type() instanceof ArrayOf) {
            return flexible ? 1 : 4;
        }
        if (field.type() instanceof StructRef ref) {
            return field.nullable().contains(version) ? 1 : of(message.struct(ref.name()), version);
        }
        Scalar scalar = (Scalar) field.type();
        if (scalar.isFixed()) {
            return scalar.width;
        }
        if (flexible) {
            return 1;
        }
        return scalar == Scalar.STRING ? 2 : 4;
    }
}
