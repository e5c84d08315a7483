package io.headrace.common.security.oauthbearer.internals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The little of JSON (RFC 8259) that tokens and token endpoints need. Objects are maps, arrays lists, numbers {@link Long}
 * or {@link Double}. Errors say where the text is wrong and repeat nothing of it: it may be secret.
 */
public final class Json {

    /** Deeper than any token; keeps hostile text from using up the stack. */
    private static final int MOST_LEVELS = 64;

    private final String text;
    private int at;
    private int level;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException if the text is no JSON object
     */
    @SuppressWarnings("unchecked") // Keys are strings, values are anything.
    public static Map<String, Object> readObject(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skipSpace();
        if (json.at < text.length() || !(value instanceof Map)) {
            throw json.wrong("is no JSON object");
        }
        return (Map<String, Object>) value;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("text of " + text.length() + " characters " + what + " at character " + at);
    }

    private Object value() {
        if (++level > MOST_LEVELS) {
            throw wrong("is nested too deeply");
        }
        skipSpace();
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
        level--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw wrong("has no name");
            }
            String name = string();
            skipSpace();
            expect(':');
            members.put(name, value());
            skipSpace();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<Object> array() {
        List<Object> items = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return items;
        }
        while (true) {
            items.add(value());
            skipSpace();
            if (peek() == ']') {
                at++;
                return items;
            }
            expect(',');
        }
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("has an unknown escape");
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw wrong("ends within an escape");
        }
        try {
            char c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
            return c;
        } catch (NumberFormatException e) {
            throw wrong("has an unknown escape");
        }
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw wrong("has an unknown word");
        }
        at += word.length();
        return meaning;
    }

    private Number number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            boolean isWhole = digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
            return isWhole ? (Number) Long.valueOf(digits) : (Number) Double.valueOf(digits);
        } catch (NumberFormatException e) {
            throw wrong("has no value");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("has no " + c);
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("ends too early");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /**
     * A value as text.
     *
     * @throws IllegalArgumentException if a value is none of JSON's kinds
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer) {
            out.append(value);
        } else if (value instanceof Double number) {
            // Without an exponent: times are written so.
            out.append(new java.math.BigDecimal(number.toString()).toPlainString());
        } else if (value instanceof String string) {
            appendQuoted(out, string);
        } else if (value instanceof List<?> items) {
            String between = "[";
            for (Object item : items) {
                append(out.append(between), item);
                between = ",";
            }
            out.append(items.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> members) {
            String between = "{";
            for (Map.Entry<?, ?> member : members.entrySet()) {
                appendQuoted(out.append(between), String.valueOf(member.getKey()));
                append(out.append(':'), member.getValue());
                between = ",";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        } else {
            throw new IllegalArgumentException(
                    "JSON has nothing for a " + value.getClass().getName());
        }
    }

    private static void appendQuoted(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
