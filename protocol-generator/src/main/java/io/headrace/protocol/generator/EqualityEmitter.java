package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.Scalar;
import java.util.List;

/** equals, hashCode, and the question whether a struct is all defaults. */
final class EqualityEmitter {

    private final JavaSource out;
    private final StructSpec struct;
    private final List<FieldCode> fields;

    EqualityEmitter(JavaSource out, StructSpec struct, List<FieldCode> fields) {
        this.out = out;
        this.struct = struct;
        this.fields = fields;
    }

    void emitIsDefault() {
        out.gap().open("private boolean isDefault()");
        StringBuilder condition = new StringBuilder("UnknownTaggedFields.count(this.unknownTags) == 0");
        for (FieldCode field : fields) {
            condition.append(" && !(").append(field.nonDefaultCondition()).append(')');
        }
        out.line("return %s;", condition.toString());
        out.close();
    }

    void emitEquals() {
        out.gap().line("@Override");
        out.open("public boolean equals(Object o)");
        out.open("if (this == o)").line("return true;").close();
        out.open("if (!(o instanceof %s))", struct.name()).line("return false;").close();
        out.line("%1$s that = (%1$s) o;", struct.name());
        for (FieldCode field : fields) {
            out.open("if (%s)", differs(field)).line("return false;").close();
        }
        out.line("return UnknownTaggedFields.same(this.unknownTags, that.unknownTags);");
        out.close();
    }

    private static String differs(FieldCode field) {
        String mine = field.madeValue();
        String theirs = field.isLazy() ? "that." + field.name() + "()" : "that." + field.name();
        if (field.spec().isScalar(Scalar.FLOAT64)) {
            return "Double.compare(%s, %s) != 0".formatted(mine, theirs);
        }
        if (field.isPrimitive()) {
            return mine + " != " + theirs;
        }
        if (field.spec().isScalar(Scalar.BYTES)) {
            return "!Arrays.equals(%s, %s)".formatted(mine, theirs);
        }
        return "!Objects.equals(%s, %s)".formatted(mine, theirs);
    }

    void emitHashCode() {
        out.gap().line("@Override");
        out.open("public int hashCode()");
        out.line("int hash = UnknownTaggedFields.hash(this.unknownTags);");
        for (FieldCode field : fields) {
            out.line("hash = 31 * hash + %s;", hash(field));
        }
        out.line("return hash;");
        out.close();
    }

    private static String hash(FieldCode field) {
        if (field.type() instanceof Scalar scalar) {
            if (scalar.isPrimitive()) {
                return "%s.hashCode(%s)".formatted(scalar.boxed, field.value());
            }
            if (scalar == Scalar.BYTES) {
                return "Arrays.hashCode(%s)".formatted(field.value());
            }
        }
        return "Objects.hashCode(%s)".formatted(field.madeValue());
    }
}
