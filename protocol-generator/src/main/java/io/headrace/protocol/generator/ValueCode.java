package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.ArrayOf;
import io.headrace.protocol.generator.FieldType.Scalar;

/** Expressions for the size of a field's value, and statements that write it; both in a version that has the field. */
final class ValueCode {

    private ValueCode() {}

    /** Expression for the size of the value with its length or presence. */
    static String size(FieldCode field) {
        String value = field.value();
        String flexible = field.flexibleCondition();
        if (field.type() instanceof Scalar scalar) {
            return scalar.isFixed()
                    ? String.valueOf(scalar.width)
                    : "WireSize.of%s(%s, %s)".formatted(scalar.method, value, flexible);
        }
        if (field.isStructField()) {
            String size = field.madeValue() + ".size(version)";
            String nullable = "(%s == null ? 1 : 1 + %s)".formatted(value, field.value() + ".size(version)");
            return switch (field.nullCondition()) {
                case VersionCondition.ALWAYS -> nullable;
                case VersionCondition.NEVER -> size;
                default -> "(%s ? %s : %s)".formatted(field.nullCondition(), nullable, size);
            };
        }
        if (field.spec().isStructArray()) {
            return "sizeOf%s(version)".formatted(Names.capital(field.name()));
        }
        Scalar element = (Scalar) ((ArrayOf) field.type()).element();
        return element == Scalar.STRING
                ? "WireSize.ofStrings(%s, %s)".formatted(value, flexible)
                : "WireSize.ofFixed(%s, %d, %s)".formatted(value, element.width, flexible);
    }

    /** Adds the statements that write the value with its length or presence. */
    static void write(JavaSource out, FieldCode field) {
        String value = field.value();
        String flexible = field.flexibleCondition();
        if (field.type() instanceof Scalar scalar) {
            out.line(scalar.isFixed() ? "out.write%s(%s);" : "out.write%s(%s, %s);", scalar.method, value, flexible);
        } else if (field.isStructField()) {
            writeStruct(out, field);
        } else if (field.spec().isStructArray()) {
            out.line("write%s(out, version);", Names.capital(field.name()));
        } else {
            Scalar element = (Scalar) ((ArrayOf) field.type()).element();
            out.line("out.write%ss(%s, %s);", element.method, value, flexible);
        }
    }

    private static void writeStruct(JavaSource out, FieldCode field) {
        String condition = field.nullCondition();
        if (condition.equals(VersionCondition.NEVER)) {
            out.line("%s.write(out, version);", field.madeValue());
            return;
        }
        String presence = field.spec().isTagged() ? "writeTaggedPresence" : "writePresence";
        boolean conditional = !condition.equals(VersionCondition.ALWAYS);
        if (conditional) {
            out.open("if (%s)", condition);
        }
        out.line("out.%s(%s != null);", presence, field.value());
        if (conditional) {
            out.close();
        }
        out.open("if (%s != null)", field.value());
        out.line("%s.write(out, version);", field.value());
        out.close();
    }

    /** Adds a check that null is only there where the version allows it, if that depends on the version. */
    static void refuseNull(JavaSource out, FieldCode field) {
        String condition = field.nullCondition();
        if (!field.isNullable() || condition.equals(VersionCondition.ALWAYS)) {
            return;
        }
        out.open("if (%s == null && %s)", field.value(), VersionCondition.not(condition));
        out.line("throw WireVersions.nullNotCarried(%s, version);", field.path());
        out.close();
    }
}
