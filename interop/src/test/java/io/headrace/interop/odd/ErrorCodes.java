package io.headrace.interop.odd;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All error codes of an answer, wherever they stand in it, as one line that can be compared. */
final class ErrorCodes {

    /** From here on the number is that of what happens to be there, such as all topics. */
    private static final int MANY = 10;

    /** By the path of the field and the error's name, how often. */
    private final Map<String, Integer> counts = new TreeMap<>();

    private ErrorCodes() {}

    /** One line, such as {@code topics.errorCode=INVALID_TOPIC_EXCEPTION}; the order of lists does not show in it. */
    static String of(ApiMessage answer) {
        ErrorCodes codes = new ErrorCodes();
        codes.walk(answer, "");
        if (codes.counts.isEmpty()) {
            return "no error codes";
        }
        return codes.counts.entrySet().stream()
                .map(e -> e.getKey() + times(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String times(int count) {
        return count == 1 ? "" : count < MANY ? " x" + count : " many times";
    }

    private void walk(Object message, String path) {
        for (Field field : message.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            Object value = valueOf(field, message);
            String name = path + field.getName();
            if (value instanceof Short code
                    && field.getName().toLowerCase(Locale.ROOT).endsWith("errorcode")) {
                counts.merge(name + "=" + Errors.forCode(code), 1, Integer::sum);
            } else if (value instanceof List<?> list) {
                list.stream().filter(ErrorCodes::isStruct).forEach(element -> walk(element, name + "."));
            } else if (isStruct(value)) {
                walk(value, name + ".");
            }
        }
    }

    private static boolean isStruct(Object value) {
        return value != null && value.getClass().getName().startsWith("io.headrace.protocol.message.");
    }

    private static Object valueOf(Field field, Object message) {
        try {
            field.setAccessible(true);
            return field.get(message);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
