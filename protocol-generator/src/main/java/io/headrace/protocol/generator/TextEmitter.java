package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.Scalar;
import java.util.List;

/** The toString of a struct. */
final class TextEmitter {

    private final JavaSource out;
    private final MessageSpec message;
    private final StructSpec struct;
    private final List<FieldCode> fields;

    TextEmitter(JavaSource out, MessageSpec message, StructSpec struct, List<FieldCode> fields) {
        this.out = out;
        this.message = message;
        this.struct = struct;
        this.fields = fields;
    }

    void emit() {
        out.gap().line("@Override");
        out.open("public String toString()");
        out.line("StringBuilder text = new StringBuilder(\"%s(\");", struct.name());
        String separator = "";
        for (FieldCode field : fields) {
            out.line("text.append(\"%s%s=\").append(%s);", separator, field.name(), shown(field));
            separator = ", ";
        }
        out.open("if (UnknownTaggedFields.count(this.unknownTags) > 0)");
        out.line("text.append(\"%sunknownTaggedFields=\").append(this.unknownTags);", separator);
        out.close();
        out.line("return text.append(')').toString();");
        out.close();
    }

    private String shown(FieldCode field) {
        if (field.spec().isScalar(Scalar.BYTES)) {
            return "%1$s == null ? \"null\" : %1$s.length + \" bytes\"".formatted(field.value());
        }
        if (Secrets.isSecret(message, struct, field.spec())) {
            return "%s == null ? \"null\" : \"(hidden)\"".formatted(field.value());
        }
        return field.madeValue();
    }
}
