package io.headrace.protocol.generator;

import io.headrace.protocol.generator.FieldType.Scalar;

/** Literals for the defaults of scalar fields. */
final class Defaults {

    private Defaults() {}

    /**
     * The default other than null.
     *
     * @param text as written in the definition; empty for the natural default of the type
     */
    static String literal(Scalar scalar, String text, boolean nullable) {
        return switch (scalar) {
            case BOOL -> bool(text);
            case INT8 -> number(text, Byte.MIN_VALUE, Byte.MAX_VALUE, "(byte) ", "");
            case INT16 -> number(text, Short.MIN_VALUE, Short.MAX_VALUE, "(short) ", "");
            case UINT16 -> number(text, 0, 0xffff, "", "");
            case INT32 -> number(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "", "");
            case UINT32 -> number(text, 0, 0xffff_ffffL, "", "L");
            case INT64 -> number(text, Long.MIN_VALUE, Long.MAX_VALUE, "", "L");
            case FLOAT64 -> text.isEmpty() ? "0.0" : Double.toString(Double.parseDouble(text));
            case UUID -> natural(scalar, text, "Uuid.ZERO_UUID");
            case STRING -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case BYTES -> natural(scalar, text, "new byte[0]");
            // Nobody can tell empty records from absent ones, so null is the default wherever it may be.
            case RECORDS -> natural(scalar, text, nullable ? "null" : "RecordBytes.EMPTY");
        };
    }

    private static String bool(String text) {
        return switch (text) {
            case "", "false" -> "false";
            case "true" -> "true";
            default -> throw new SpecException("default " + text + " for a bool");
        };
    }

    private static String number(String text, long lowest, long highest, String prefix, String suffix) {
        long value = text.isEmpty() ? 0 : Long.decode(text);
        if (value < lowest || value > highest) {
            throw new SpecException("default " + text + " is out of range");
        }
        if (value == Integer.MIN_VALUE && suffix.isEmpty()) {
            return "Integer.MIN_VALUE";
        }
        String literal = value < 0 && !prefix.isEmpty() ? "(" + value + ")" : String.valueOf(value);
        return (value == 0 ? "" : prefix) + literal + suffix;
    }

    private static String natural(Scalar scalar, String text, String literal) {
        if (!text.isEmpty()) {
            throw new SpecException("default " + text + " for " + scalar.notation);
        }
        return literal;
    }
}
