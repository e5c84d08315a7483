package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.ArrayOf;
import io.headrace.protocol.generator.FieldType.Scalar;
import io.headrace.protocol.generator.FieldType.StructRef;

/**
 * A field in its place: what the emitters ask about it. Versions are cut down to those in which the struct can occur.
 */
final class FieldCode {

    private final MessageSpec message;
    private final StructSpec struct;
    private final FieldSpec field;
    private final Versions possible;
    private final Versions present;

    FieldCode(MessageSpec message, StructSpec struct, FieldSpec field) {
        this.message = message;
        this.struct = struct;
        this.field = field;
        this.possible = struct.versions().intersect(message.valid());
        this.present = field.versions().intersect(possible);
    }

    MessageSpec message() {
        return message;
    }

    FieldSpec spec() {
        return field;
    }

    FieldType type() {
        return field.type();
    }

    boolean isStructField() {
        return field.isStruct();
    }

    /** Name of the accessors. */
    String name() {
        return Names.member(field.name());
    }

    /** The Java field, for use in expressions. */
    String value() {
        return "this." + name();
    }

    /** The value in places where a default that is made on demand has to be there. */
    String madeValue() {
        return isLazy() ? name() + "()" : value();
    }

    /** A literal with the name of this field as error messages give it. */
    String path() {
        String owner = struct.name().equals(message.name()) ? struct.name() : message.name() + "." + struct.name();
        return '"' + owner + "." + name() + '"';
    }

    /** The versions in which the field is there. */
    Versions present() {
        return present;
    }

    /** Condition for the field being there. */
    String presentCondition() {
        return VersionCondition.of(present, possible);
    }

    /** Condition for null being allowed, among the versions in which the field is there. */
    String nullCondition() {
        return VersionCondition.of(field.nullable(), present);
    }

    /** Whether null is allowed in some version. */
    boolean isNullable() {
        return !field.nullable().intersect(present).isEmpty();
    }

    /** Condition for the compact encoding, among the versions in which the field is there. */
    String flexibleCondition() {
        return VersionCondition.of(field.flexible().orElse(message.flexible()), present);
    }

    /** Whether a non-default value must be refused in versions without the field. */
    boolean isRefusedWhereAbsent() {
        return !field.ignorable() && !present.covers(possible);
    }

    /**
     * Whether the default is only made when somebody asks for it. That goes for structs that are tagged fields: they are
     * mostly absent, and a message may have one in each of many elements.
     */
    boolean isLazy() {
        return field.isStruct() && field.isTagged() && !isNullable();
    }

    /** The declared type. */
    String javaType() {
        if (field.type() instanceof Scalar scalar) {
            return scalar.java;
        }
        if (field.type() instanceof ArrayOf array) {
            return "List<" + elementType(array) + ">";
        }
        return ((StructRef) field.type()).name();
    }

    /** The type of the elements of an array. */
    String elementType(ArrayOf array) {
        return array.element() instanceof Scalar scalar ? scalar.boxed : ((StructRef) array.element()).name();
    }

    /** Whether the Java field holds a primitive. */
    boolean isPrimitive() {
        return field.type() instanceof Scalar scalar && scalar.isPrimitive();
    }

    /** The default, as an expression. */
    String defaultValue() {
        if (field.defaultsToNull() || isLazy()) {
            return "null";
        }
        if (field.type() instanceof Scalar scalar) {
            return Defaults.literal(scalar, field.defaultText(), isNullable());
        }
        return field.isArray() ? "new ArrayList<>()" : "new " + javaType() + "()";
    }

    /** Condition for holding something other than the default. */
    String nonDefaultCondition() {
        String value = value();
        if (field.defaultsToNull()) {
            return value + " != null";
        }
        if (isLazy()) {
            return value + " != null && !" + value + ".isDefault()";
        }
        if (field.type() == Scalar.RECORDS) {
            return isNullable() ? value + " != null" : value + ".size() != 0";
        }
        String differs = differsFromNonNullDefault(value);
        return isNullable() ? "(" + value + " == null || " + differs + ")" : differs;
    }

    private String differsFromNonNullDefault(String value) {
        if (field.isArray()) {
            return "!" + value + ".isEmpty()";
        }
        if (field.isStruct()) {
            return "!" + value + ".isDefault()";
        }
        Scalar scalar = (Scalar) field.type();
        return switch (scalar) {
            case BOOL -> Boolean.parseBoolean(defaultValue()) ? "!" + value : value;
            case STRING ->
                defaultValue().equals("\"\"")
                        ? "!" + value + ".isEmpty()"
                        : "!" + value + ".equals(" + defaultValue() + ")";
            case BYTES -> value + ".length != 0";
            case UUID -> "!" + value + ".equals(Uuid.ZERO_UUID)";
            default -> value + " != " + defaultValue();
        };
    }
}
