package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.ArrayOf;
import io.headrace.protocol.generator.FieldType.Scalar;
import io.headrace.protocol.generator.FieldType.StructRef;
import java.util.List;

/**
 * The reading constructor of a struct, which sets each field once, and the readers of its arrays of structs.
 */
final class ReadEmitter {

    private final JavaSource out;
    private final MessageSpec message;
    private final StructSpec struct;
    private final List<FieldCode> fields;

    ReadEmitter(JavaSource out, MessageSpec message, StructSpec struct, List<FieldCode> fields) {
        this.out = out;
        this.message = message;
        this.struct = struct;
        this.fields = fields;
    }

    void emit() {
        out.gap().open("private %s(ByteBuf in, int version)", struct.name());
        for (FieldCode field : fields) {
            assign(field);
        }
        taggedFields();
        out.close();
        for (FieldCode field : fields) {
            if (field.spec().isStructArray() && !field.present().isEmpty()) {
                arrayReader(field);
            }
        }
    }

    private void assign(FieldCode field) {
        String present = field.spec().isTagged() ? VersionCondition.NEVER : field.presentCondition();
        String value = switch (present) {
            case VersionCondition.ALWAYS -> value(field);
            case VersionCondition.NEVER -> field.defaultValue();
            default -> "%s ? %s : %s".formatted(present, value(field), field.defaultValue());
        };
        out.line("%s = %s;", field.value(), value);
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
        String name = '"' + struct.name() + '"';
        out.line("int previous = -1;");
        out.open("for (int left = WireReader.readTagCount(in, %s); left > 0; left--)", name);
        out.line("int tag = WireReader.readTag(in, previous, %s);", name);
        out.line("int end = WireReader.readTagEnd(in, %s);", name);
        String arm = "if";
        boolean known = false;
        for (FieldSpec spec : struct.taggedFields()) {
            FieldCode field = new FieldCode(message, struct, spec);
            String condition =
                    VersionCondition.of(spec.tagged(), message.flexible().intersect(possible));
            if (condition.equals(VersionCondition.NEVER)) {
                continue;
            }
            String test =
                    "tag == " + spec.tag() + (condition.equals(VersionCondition.ALWAYS) ? "" : " && " + condition);
            if (known) {
                out.reopen("else if (" + test + ")");
            } else {
                out.open("%s (%s)", arm, test);
            }
            known = true;
            out.line("%s = %s;", field.value(), value(field));
            out.line("WireReader.requireTagEnd(in, end, %s);", field.path());
        }
        if (known) {
            out.reopen("else");
        }
        out.line("this.unknownTags = WireReader.readUnknownTag(in, tag, end, this.unknownTags);");
        if (known) {
            out.close();
        }
        out.line("previous = tag;");
        out.close();
        if (conditional) {
            out.close();
        }
    }

    /** Expression that reads the field, in a version that has it. */
    private String value(FieldCode field) {
        if (field.type() instanceof Scalar scalar) {
            return scalar.isFixed()
                    ? "WireReader.read%s(in, %s)".formatted(scalar.method, field.path())
                    : variable(field, scalar.method);
        }
        if (field.type() instanceof StructRef ref) {
            return struct(field, ref);
        }
        if (field.spec().isStructArray()) {
            return "read%s(in, version)".formatted(Names.capital(field.name()));
        }
        Scalar element = (Scalar) ((ArrayOf) field.type()).element();
        String read = "WireReader.readNullable%ss(in, %s, %s)"
                .formatted(element.method, field.flexibleCondition(), field.path());
        String nonNull = "WireReader.nonNull(%s, %s)".formatted(read, field.path());
        return choose(field.nullCondition(), read, nonNull);
    }

    private static String variable(FieldCode field, String method) {
        String arguments = "(in, %s, %s)".formatted(field.flexibleCondition(), field.path());
        return choose(
                field.nullCondition(),
                "WireReader.readNullable" + method + arguments,
                "WireReader.read" + method + arguments);
    }

    private static String struct(FieldCode field, StructRef ref) {
        String read = "new %s(in, version)".formatted(ref.name());
        String presence = field.spec().isTagged() ? "readTaggedPresence" : "readPresence";
        String nullable = "WireReader.%s(in, %s) ? %s : null".formatted(presence, field.path(), read);
        String condition = field.nullCondition();
        return switch (condition) {
            case VersionCondition.ALWAYS -> "(" + nullable + ")";
            case VersionCondition.NEVER -> read;
            default -> "(%s ? (%s) : %s)".formatted(condition, nullable, read);
        };
    }

    private static String choose(String nullCondition, String nullable, String nonNull) {
        return switch (nullCondition) {
            case VersionCondition.ALWAYS -> nullable;
            case VersionCondition.NEVER -> nonNull;
            default -> "(%s ? %s : %s)".formatted(nullCondition, nullable, nonNull);
        };
    }

    private void arrayReader(FieldCode field) {
        String element = field.spec().structName().orElseThrow();
        String least = new MinimumSize(message).expression(message.struct(element), field.present());
        String nullCondition = field.nullCondition();
        out.gap();
        out.open("private static List<%s> read%s(ByteBuf in, int version)", element, Names.capital(field.name()));
        if (nullCondition.equals(VersionCondition.NEVER)) {
            out.line(
                    "int count = WireReader.readArrayCount(in, %s, %s, %s);",
                    field.flexibleCondition(), least, field.path());
        } else {
            out.line(
                    "int count = WireReader.readNullableArrayCount(in, %s, %s, %s);",
                    field.flexibleCondition(), least, field.path());
            out.open("if (count < 0)");
            if (!nullCondition.equals(VersionCondition.ALWAYS)) {
                out.open("if (%s)", VersionCondition.not(nullCondition));
                out.line("throw WireReader.nullValue(%s);", field.path());
                out.close();
            }
            out.line("return null;");
            out.close();
        }
        out.line("List<%s> elements = new ArrayList<>(count);", element);
        out.open("for (int i = 0; i < count; i++)");
        out.line("elements.add(new %s(in, version));", element);
        out.close();
        out.line("return elements;");
        out.close();
    }
}
