package io.headrace.protocol.generator;

import java.util.List;

/** The method that writes a struct, and the writers of its arrays of structs. */
final class WriteEmitter {

    private final JavaSource out;
    private final MessageSpec message;
    private final StructSpec struct;
    private final List<FieldCode> fields;

    WriteEmitter(JavaSource out, MessageSpec message, StructSpec struct, List<FieldCode> fields) {
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
            out.open("public void write(WireWriter out, int version)");
            out.line("requireVersion(version);");
        } else {
            out.open("private void write(WireWriter out, int version)");
        }
        for (FieldCode field : fields) {
            if (!field.spec().isTagged()) {
                untagged(field);
            }
        }
        taggedFields();
        out.close();
        for (FieldCode field : fields) {
            if (field.spec().isStructArray() && !field.present().isEmpty()) {
                arrayWriter(field);
            }
        }
    }

    private void untagged(FieldCode field) {
        String present = field.presentCondition();
        boolean refused = field.isRefusedWhereAbsent();
        if (present.equals(VersionCondition.ALWAYS)) {
            ValueCode.refuseNull(out, field);
            ValueCode.write(out, field);
        } else if (present.equals(VersionCondition.NEVER)) {
            if (refused) {
                out.open("if (%s)", field.nonDefaultCondition());
                out.line("throw WireVersions.notCarried(%s, version);", field.path());
                out.close();
            }
        } else {
            out.open("if (%s)", present);
            ValueCode.refuseNull(out, field);
            ValueCode.write(out, field);
            if (refused) {
                out.reopen("else if (" + field.nonDefaultCondition() + ")");
                out.line("throw WireVersions.notCarried(%s, version);", field.path());
            }
            out.close();
        }
    }

    private void taggedFields() {
        Versions possible = struct.versions().intersect(message.valid());
        List<FieldCode> tagged = struct.taggedFields().stream()
                .map(field -> new FieldCode(message, struct, field))
                .toList();
        for (FieldCode field : tagged) {
            refuseWhereAbsent(field);
        }
        String flexible = VersionCondition.of(message.flexible(), possible);
        if (flexible.equals(VersionCondition.NEVER)) {
            refuseTags();
            return;
        }
        boolean conditional = !flexible.equals(VersionCondition.ALWAYS);
        if (conditional) {
            out.open("if (%s)", flexible);
        }
        tagSection(tagged, message.flexible().intersect(possible));
        if (conditional) {
            out.reopen("else if (UnknownTaggedFields.count(this.unknownTags) > 0)");
            out.line("throw WireVersions.tagsNotCarried(\"%s\", version);", struct.name());
            out.close();
        }
    }

    private void tagSection(List<FieldCode> tagged, Versions versions) {
        out.line("int tags = UnknownTaggedFields.count(this.unknownTags);");
        for (FieldCode field : tagged) {
            String present = VersionCondition.of(field.spec().tagged(), versions);
            if (!present.equals(VersionCondition.NEVER)) {
                out.open("if (%s)", and(present, field.nonDefaultCondition()));
                out.line("tags++;");
                out.close();
            }
        }
        out.line("out.writeUnsignedVarint(tags);");
        out.open("if (tags > 0)");
        if (tagged.isEmpty()) {
            out.line("out.writeUnknownTags(this.unknownTags);");
            out.close();
            return;
        }
        out.line("int next = 0;");
        for (FieldCode field : tagged) {
            String present = VersionCondition.of(field.spec().tagged(), versions);
            if (present.equals(VersionCondition.NEVER)) {
                continue;
            }
            boolean conditional = !present.equals(VersionCondition.ALWAYS);
            if (conditional) {
                out.open("if (%s)", present);
            }
            out.line(
                    "next = out.writeUnknownTags(this.unknownTags, next, %d);",
                    field.spec().tag());
            out.open("if (%s)", field.nonDefaultCondition());
            ValueCode.refuseNull(out, field);
            out.line("out.writeTag(%d, %s);", field.spec().tag(), ValueCode.size(field));
            ValueCode.write(out, field);
            out.close();
            if (conditional) {
                out.close();
            }
        }
        out.line("out.writeUnknownTags(this.unknownTags, next, Integer.MAX_VALUE);");
        out.close();
    }

    private void refuseWhereAbsent(FieldCode field) {
        if (field.isRefusedWhereAbsent()) {
            out.open("if (%s)", and(VersionCondition.not(field.presentCondition()), field.nonDefaultCondition()));
            out.line("throw WireVersions.notCarried(%s, version);", field.path());
            out.close();
        }
    }

    private void refuseTags() {
        out.open("if (UnknownTaggedFields.count(this.unknownTags) > 0)");
        out.line("throw WireVersions.tagsNotCarried(\"%s\", version);", struct.name());
        out.close();
    }

    private static String and(String versions, String condition) {
        return versions.equals(VersionCondition.ALWAYS) ? condition : versions + " && " + condition;
    }

    private void arrayWriter(FieldCode field) {
        String element = field.spec().structName().orElseThrow();
        out.gap();
        out.open("private void write%s(WireWriter out, int version)", Names.capital(field.name()));
        if (field.isNullable()) {
            out.open("if (%s == null)", field.value());
            out.line("out.writeLength(-1, %s);", field.flexibleCondition());
            out.line("return;");
            out.close();
        }
        out.line("out.writeLength(%s.size(), %s);", field.value(), field.flexibleCondition());
        out.open("for (%s element : %s)", element, field.value());
        out.line("element.write(out, version);");
        out.close();
        out.close();
    }
}
