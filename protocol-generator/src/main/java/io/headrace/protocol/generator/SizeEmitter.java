package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.Scalar;
import java.util.List;

/** The method that gives the size of a struct, and the sizes of its arrays of structs. */
final class SizeEmitter {

    private final JavaSource out;
    private final MessageSpec message;
    private final StructSpec struct;
    private final List<FieldCode> fields;

    SizeEmitter(JavaSource out, MessageSpec message, StructSpec struct, List<FieldCode> fields) {
        this.out = out;
        this.message = message;
        this.struct = struct;
        this.fields = fields;
    }

    void emit() {
        boolean top = message.isBody(struct);
        out.gap();
        if (top) {
            out.line("@Override");
            out.open("public int size(int version)");
            out.line("requireVersion(version);");
        } else {
            out.open("private int size(int version)");
        }
        out.line("long size = %d;", constantPart());
        for (FieldCode field : fields) {
            if (!field.spec().isTagged()) {
                untagged(field);
            }
        }
        taggedFields();
        out.line("return Math.toIntExact(size);");
        out.close();
        for (FieldCode field : fields) {
            if (field.spec().isStructArray() && !field.present().isEmpty()) {
                arraySize(field);
            }
        }
    }

    /** The bytes of all fields that are always there with the same width. */
    private int constantPart() {
        int constant = 0;
        for (FieldCode field : fields) {
            if (isConstant(field)) {
                constant += ((Scalar) field.type()).width;
            }
        }
        return constant;
    }

    private static boolean isConstant(FieldCode field) {
        return !field.spec().isTagged()
                && field.type() instanceof Scalar scalar
                && scalar.isFixed()
                && field.presentCondition().equals(VersionCondition.ALWAYS);
    }

    private void untagged(FieldCode field) {
        String present = field.presentCondition();
        if (isConstant(field) || present.equals(VersionCondition.NEVER)) {
            return;
        }
        boolean conditional = !present.equals(VersionCondition.ALWAYS);
        if (conditional) {
            out.open("if (%s)", present);
        }
        ValueCode.refuseNull(out, field);
        out.line("size += %s;", ValueCode.size(field));
        if (conditional) {
            out.close();
        }
    }

    private void taggedFields() {
        Versions possible = struct.versions().intersect(message.valid());
        String flexible = VersionCondition.of(message.flexible(), possible);
        if (flexible.equals(VersionCondition.NEVER)) {
            return;
        }
        boolean conditional = !flexible.equals(VersionCondition.ALWAYS);
        if (conditional) {
            out.open("if (%s)", flexible);
        }
        out.line("int tags = UnknownTaggedFields.count(this.unknownTags);");
        out.line("size += WireSize.ofUnknownTags(this.unknownTags);");
        for (FieldSpec spec : struct.taggedFields()) {
            FieldCode field = new FieldCode(message, struct, spec);
            String present =
                    VersionCondition.of(spec.tagged(), message.flexible().intersect(possible));
            if (present.equals(VersionCondition.NEVER)) {
                continue;
            }
            String condition = field.nonDefaultCondition();
            out.open("if (%s)", present.equals(VersionCondition.ALWAYS) ? condition : present + " && " + condition);
            ValueCode.refuseNull(out, field);
            out.line("tags++;");
            out.line("size += WireSize.ofTagged(%d, %s);", spec.tag(), ValueCode.size(field));
            out.close();
        }
        out.line("size += WireSize.ofUnsignedVarint(tags);");
        if (conditional) {
            out.close();
        }
    }

    private void arraySize(FieldCode field) {
        String element = field.spec().structName().orElseThrow();
        out.gap();
        out.open("private long sizeOf%s(int version)", Names.capital(field.name()));
        if (field.isNullable()) {
            out.open("if (%s == null)", field.value());
            out.line("return WireSize.ofLength(-1, %s);", field.flexibleCondition());
            out.close();
        }
        out.line("long size = WireSize.ofLength(%s.size(), %s);", field.value(), field.flexibleCondition());
        out.open("for (%s element : %s)", element, field.value());
        out.line("size += element.size(version);");
        out.close();
        out.line("return size;");
        out.close();
    }
}
