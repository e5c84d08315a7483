package io.headrace.protocol.generator;

/** The type of a field: one value, a struct, or an array of either. */
sealed interface FieldType {

    /** Parses the notation of the definitions: "int32", "[]string", "Endpoint", "[]Endpoint". */
    static FieldType parse(String text) {
        if (text.startsWith("[]")) {
            FieldType element = parse(text.substring(2));
            if (element instanceof ArrayOf) {
                throw new SpecException("an array of arrays: " + text);
            }
            return new ArrayOf(element);
        }
        for (Scalar scalar : Scalar.values()) {
            if (scalar.notation.equals(text)) {
                return scalar;
            }
        }
        if (text.isEmpty() || !Character.isUpperCase(text.charAt(0))) {
            throw new SpecException("unknown type " + text);
        }
        return new StructRef(text);
    }

    /** Types that are not made of fields. */
    enum Scalar implements FieldType {
        BOOL("bool", "boolean", "Boolean", "Bool", 1),
        INT8("int8", "byte", "Byte", "Int8", 1),
        INT16("int16", "short", "Short", "Int16", 2),
        UINT16("uint16", "int", "Integer", "Uint16", 2),
        INT32("int32", "int", "Integer", "Int32", 4),
        UINT32("uint32", "long", "Long", "Uint32", 4),
        INT64("int64", "long", "Long", "Int64", 8),
        FLOAT64("float64", "double", "Double", "Float64", 8),
        UUID("uuid", "Uuid", "Uuid", "Uuid", 16),
        STRING("string", "String", "String", "String", 0),
        BYTES("bytes", "byte[]", "byte[]", "Bytes", 0),
        RECORDS("records", "RecordBytes", "RecordBytes", "Records", 0);

        final String notation;
        /** The type of a field of this type. */
        final String java;
        /** The type of an element in a list. */
        final String boxed;
        /** What the methods for it are called in WireReader and WireWriter, behind "read" and "write". */
        final String method;
        /** Width in bytes; 0 if it varies. */
        final int width;

        Scalar(String notation, String java, String boxed, String method, int width) {
            this.notation = notation;
            this.java = java;
            this.boxed = boxed;
            this.method = method;
            this.width = width;
        }

        boolean isFixed() {
            return width > 0;
        }

        /** Whether the value is a Java primitive. */
        boolean isPrimitive() {
            return isFixed() && this != UUID;
        }
    }

    /** A struct, by its name in the message. */
    record StructRef(String name) implements FieldType {}

    /** An array. */
    record ArrayOf(FieldType element) implements FieldType {}
}
