package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.Scalar;
import java.util.List;

/** The fields of a struct, the constructor that gives them their defaults, and their accessors. */
final class FieldsEmitter {

    private final JavaSource out;
    private final StructSpec struct;
    private final List<FieldCode> fields;

    FieldsEmitter(JavaSource out, StructSpec struct, List<FieldCode> fields) {
        this.out = out;
        this.struct = struct;
        this.fields = fields;
    }

    void emitFields() {
        for (FieldCode field : fields) {
            out.line("private %s %s;", field.javaType(), field.name());
        }
        out.line("private List<UnknownTaggedField> unknownTags;");
    }

    void emitConstructor() {
        out.gap().line("/** All fields have their defaults. */");
        out.open("public %s()", struct.name());
        for (FieldCode field : fields) {
            out.line("%s = %s;", field.value(), field.defaultValue());
        }
        out.close();
    }

    void emitAccessors() {
        for (FieldCode field : fields) {
            getter(field);
            setter(field);
        }
    }

    private void getter(FieldCode field) {
        out.gap().line("/** %s */", description(field));
        out.open("public %s %s()", field.javaType(), field.name());
        if (field.isLazy()) {
            out.open("if (%s == null)", field.value());
            out.line("%s = new %s();", field.value(), field.javaType());
            out.close();
        }
        out.line("return %s;", field.value());
        out.close();
    }

    private void setter(FieldCode field) {
        out.gap().line("/** Sets %s, and returns this. */", field.name());
        out.open("public %s %s(%s value)", struct.name(), field.name(), field.javaType());
        if (field.spec().isScalar(Scalar.UINT16) || field.spec().isScalar(Scalar.UINT32)) {
            String highest = field.spec().isScalar(Scalar.UINT16) ? "0xffff" : "0xffff_ffffL";
            out.open("if (value < 0 || value > %s)", highest);
            out.line("throw new IllegalArgumentException(%s + \" out of range: \" + value);", field.path());
            out.close();
        }
        boolean checked =
                !field.isPrimitive() && !field.isNullable() && !field.spec().defaultsToNull();
        out.line(checked ? "%s = Objects.requireNonNull(value, %s);" : "%s = value;", field.value(), field.path());
        out.line("return this;");
        out.close();
    }

    private static String description(FieldCode field) {
        FieldSpec spec = field.spec();
        StringBuilder text = new StringBuilder(Names.capital(field.name()));
        text.append(field.present().isEmpty() ? ": in no version" : ": versions " + field.present());
        if (field.isNullable()) {
            text.append(", null in ").append(spec.nullable().intersect(field.present()));
        }
        if (spec.isTagged()) {
            text.append(", tag ").append(spec.tag());
        }
        if (!spec.defaultText().isEmpty()) {
            text.append(", default ").append(spec.defaultText());
        }
        if (spec.ignorable()) {
            text.append(", left out in versions without it");
        }
        return text.append('.').toString();
    }
}
