package io.headrace.protocol.generator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The source file of one message: the class with its nested structs. */
final class MessageEmitter {

    private final Options options;
    private final MessageSpec message;
    private final JavaSource out = new JavaSource();

    MessageEmitter(Options options, MessageSpec message) {
        this.options = options;
        this.message = message;
    }

    /** The whole source. */
    String emit() {
        StructSpec body = message.body();
        out.line("/**");
        out.line(" * %s, versions %s, flexible %s.", message.name(), message.valid(), message.flexible());
        out.line(" */");
        out.open("public final class %s implements %s", message.name(), interfaces());
        constants();
        FieldsEmitter fields = new FieldsEmitter(out, body, code(body));
        fields.emitFields();
        fields.emitConstructor();
        reader();
        struct(body, fields);
        identity();
        for (StructSpec struct : message.structs()) {
            nested(struct);
        }
        out.close();
        String code = out.toString();
        return head(code) + code;
    }

    private String interfaces() {
        if (message.kind().isCall()) {
            boolean tellsThrottling = message.body().fields().stream()
                    .anyMatch(field -> field.name().equals("ThrottleTimeMs"));
            return tellsThrottling ? "ThrottledResponse" : "ApiMessage";
        }
        return message.kind().isTypedRecord() ? "TypedRecord" : "Message";
    }

    private void constants() {
        out.line("/** The lowest version. */");
        out.line("public static final int LOWEST_VERSION = %d;", message.valid().lowest());
        out.line("/** The highest version; lower than the lowest if the message only has its number reserved. */");
        out.line(
                "public static final int HIGHEST_VERSION = %d;", message.valid().highest());
        if (message.kind().isTypedRecord()) {
            out.line("/** The number of this type of record. */");
            out.line("public static final int RECORD_TYPE = %d;", message.apiKey());
        }
        out.gap();
    }

    private void reader() {
        out.gap();
        out.line("/**");
        out.line(" * Reads a message from the reader index on, and leaves the index behind its last byte.");
        out.line(" *");
        out.line(" * @throws MalformedMessageException if the bytes are not such a message");
        out.line(" * @throws UnsupportedVersionException if the version is out of range");
        out.line(" */");
        out.open("public static %s read(ByteBuf in, int version)", message.name());
        out.line("requireVersion(version);");
        out.line("return new %s(in, version);", message.name());
        out.close();
        out.gap();
        out.open("private static void requireVersion(int version)");
        if (message.valid().isEmpty()) {
            out.line("throw WireVersions.removed(\"%s\");", message.name());
        } else {
            out.line("WireVersions.require(version, LOWEST_VERSION, HIGHEST_VERSION, \"%s\");", message.name());
        }
        out.close();
    }

    private void struct(StructSpec struct, FieldsEmitter fields) {
        List<FieldCode> code = code(struct);
        new ReadEmitter(out, message, struct, code).emit();
        new WriteEmitter(out, message, struct, code).emit();
        new SizeEmitter(out, message, struct, code).emit();
        fields.emitAccessors();
        unknownTags(message.isBody(struct));
        new ErrorCountEmitter(out, message, struct).emit();
        EqualityEmitter equality = new EqualityEmitter(out, struct, code);
        if (isComparedWithDefault(struct)) {
            equality.emitIsDefault();
        }
        equality.emitEquals();
        equality.emitHashCode();
        new TextEmitter(out, message, struct, code).emit();
    }

    private void unknownTags(boolean top) {
        out.gap();
        if (top) {
            out.line("@Override");
        } else {
            out.line("/** Tagged fields without definition, ascending by tag; may be added to. */");
        }
        out.open("public List<UnknownTaggedField> unknownTaggedFields()");
        out.open("if (this.unknownTags == null)");
        out.line("this.unknownTags = new ArrayList<>();");
        out.close();
        out.line("return this.unknownTags;");
        out.close();
    }

    private void identity() {
        getter("lowestSupportedVersion", "int", "LOWEST_VERSION");
        getter("highestSupportedVersion", "int", "HIGHEST_VERSION");
        if (message.kind().isCall()) {
            String call = Names.without("Response", Names.without("Request", message.name()));
            getter("apiKey", "ApiKey", "ApiKey." + Names.constant(call));
        } else if (message.kind().isTypedRecord()) {
            getter("recordType", "int", "RECORD_TYPE");
        }
    }

    private void getter(String name, String type, String value) {
        out.gap().line("@Override");
        out.open("public %s %s()", type, name);
        out.line("return %s;", value);
        out.close();
    }

    private void nested(StructSpec struct) {
        out.gap().line("/** Part of {@link %s}. */", message.name());
        out.open("public static final class %s", struct.name());
        FieldsEmitter fields = new FieldsEmitter(out, struct, code(struct));
        fields.emitFields();
        fields.emitConstructor();
        struct(struct, fields);
        out.close();
    }

    /** Whether some field consists of this struct, so that its default is a struct that is all defaults. */
    private boolean isComparedWithDefault(StructSpec struct) {
        Set<String> compared = new HashSet<>();
        collectCompared(message.body(), compared);
        message.structs().forEach(s -> collectCompared(s, compared));
        return compared.contains(struct.name());
    }

    private static void collectCompared(StructSpec struct, Set<String> compared) {
        for (FieldSpec field : struct.fields()) {
            if (field.isStruct() && !field.defaultsToNull()) {
                field.structName().ifPresent(compared::add);
            }
        }
    }

    private List<FieldCode> code(StructSpec struct) {
        return struct.fields().stream()
                .map(field -> new FieldCode(message, struct, field))
                .toList();
    }

    /** Package and imports; only what the code uses, for compilers that warn of the rest. */
    private String head(String code) {
        Set<String> imports = new TreeSet<>();
        for (String candidate : options.imports()) {
            String simple = candidate.substring(candidate.lastIndexOf('.') + 1);
            if (code.matches("(?s).*\\b" + simple + "\\b.*")) {
                imports.add(candidate);
            }
        }
        StringBuilder head =
                new StringBuilder("package ").append(options.packageName()).append(";\n\n");
        imports.forEach(name -> head.append("import ").append(name).append(";\n"));
        return head.append('\n').toString();
    }
}
