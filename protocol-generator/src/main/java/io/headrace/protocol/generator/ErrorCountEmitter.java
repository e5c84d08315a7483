package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.Scalar;

/** The method of a response, and of the structs in it, that counts the errors it tells. */
final class ErrorCountEmitter {

    private static final String ERROR_CODE = "ErrorCode";

    private final JavaSource out;
    private final MessageSpec message;
    private final StructSpec struct;

    ErrorCountEmitter(JavaSource out, MessageSpec message, StructSpec struct) {
        this.out = out;
        this.message = message;
        this.struct = struct;
    }

    /** Nothing for a struct that can tell no errors. */
    void emit() {
        if (message.kind() != MessageSpec.Kind.RESPONSE || !tellsErrors(struct)) {
            return;
        }
        out.gap();
        if (message.isBody(struct)) {
            out.line("@Override");
        }
        out.open("%sint errorCount()", message.isBody(struct) ? "public " : "");
        out.line("int errors = 0;");
        for (FieldSpec field : struct.fields()) {
            if (isErrorCode(field)) {
                out.line("errors += this.%s == 0 ? 0 : 1;", Names.member(field.name()));
            } else if (holdsErrors(field)) {
                count(field);
            }
        }
        out.line("return errors;");
        out.close();
    }

    private void count(FieldSpec field) {
        String value = "this." + Names.member(field.name());
        out.open("if (%s != null)", value);
        if (field.isStructArray()) {
            out.open("for (%s each : %s)", field.structName().orElseThrow(), value);
            out.line("errors += each.errorCount();");
            out.close();
        } else {
            out.line("errors += %s.errorCount();", value);
        }
        out.close();
    }

    private boolean holdsErrors(FieldSpec field) {
        return field.structName().isPresent()
                && tellsErrors(message.struct(field.structName().get()));
    }

    private boolean tellsErrors(StructSpec candidate) {
        return candidate.fields().stream().anyMatch(field -> isErrorCode(field) || holdsErrors(field));
    }

    private static boolean isErrorCode(FieldSpec field) {
        return field.name().equals(ERROR_CODE) && field.isScalar(Scalar.INT16);
    }
}
