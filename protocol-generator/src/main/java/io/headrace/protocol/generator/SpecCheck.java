package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.ArrayOf;
import io.headrace.protocol.generator.FieldType.Scalar;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Refuses definitions that the emitters do not cover, so that a new kind of layout cannot be generated wrongly. */
final class SpecCheck {

    private static final Set<Scalar> ELEMENTS =
            EnumSet.of(Scalar.STRING, Scalar.UUID, Scalar.INT8, Scalar.INT16, Scalar.INT32, Scalar.INT64);

    /** Names that generated code uses for something else. */
    private static final Set<String> TAKEN_CLASSES = Set.of(
            "ApiKey",
            "ApiMessage",
            "ThrottledResponse",
            "ArrayList",
            "Arrays",
            "ByteBuf",
            "List",
            "Math",
            "Message",
            "Object",
            "Objects",
            "RecordBytes",
            "String",
            "StringBuilder",
            "TypedRecord",
            "Uuid");

    private final MessageSpec message;

    SpecCheck(MessageSpec message) {
        this.message = message;
    }

    void run() {
        if (message.kind().isTypedRecord() && message.apiKey() < 0) {
            throw failure("a record without apiKey");
        }
        check(message.body());
        for (StructSpec struct : message.structs()) {
            if (TAKEN_CLASSES.contains(struct.name()) || struct.name().equals(message.name())) {
                throw failure("a struct cannot be called " + struct.name());
            }
            check(struct);
        }
    }

    private void check(StructSpec struct) {
        Set<String> names = new HashSet<>();
        Set<Integer> tags = new HashSet<>();
        for (FieldSpec field : struct.fields()) {
            String where = struct.name() + "." + field.name() + ": ";
            Versions possible = struct.versions().intersect(message.valid());
            Versions present = field.versions().intersect(possible);
            if (!names.add(Names.member(field.name()))) {
                throw failure(where + "name is taken");
            }
            if (message.kind().isCall()
                    && message.isBody(struct)
                    && field.name().equals("ApiKey")) {
                throw failure(where + "name is taken");
            }
            if (field.isTagged()) {
                if (!tags.add(field.tag())) {
                    throw failure(where + "tag is taken");
                }
                if (!field.tagged().covers(present)) {
                    throw failure(where + "tagged in some versions and not in others");
                }
                if (!message.flexible().covers(present)) {
                    throw failure(where + "tagged in versions without tagged fields");
                }
            }
            if (field.type() instanceof ArrayOf array
                    && array.element() instanceof Scalar scalar
                    && !ELEMENTS.contains(scalar)) {
                throw failure(where + "arrays of " + scalar.notation + " are not covered");
            }
            if (field.type() instanceof Scalar scalar
                    && scalar.isFixed()
                    && !field.nullable().isEmpty()) {
                throw failure(where + scalar.notation + " cannot be null");
            }
            if (field.defaultsToNull() && field.nullable().isEmpty()) {
                throw failure(where + "defaults to null, and is never null");
            }
            field.structName().ifPresent(name -> checkReach(where, present, message.struct(name)));
        }
    }

    private void checkReach(String where, Versions present, StructSpec struct) {
        if (!struct.versions().covers(present)) {
            throw failure(where + "there in versions " + present + ", its struct only in " + struct.versions());
        }
    }

    private SpecException failure(String what) {
        return new SpecException(message.name() + ": " + what);
    }
}
