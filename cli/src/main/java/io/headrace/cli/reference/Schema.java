package io.headrace.cli.reference;

import io.headrace.cli.output.Means;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

/** The fields of a result, as a table in Markdown: those of records within records as {@code outer[].inner}. */
final class Schema {
    private Schema() {}

    static String table(Class<?> of) {
        StringBuilder table = new StringBuilder("| field | type | |\n|---|---|---|\n");
        rows(of, "", table);
        return table.toString();
    }

    private static void rows(Class<?> of, String prefix, StringBuilder table) {
        for (RecordComponent component : of.getRecordComponents()) {
            Type type = component.getGenericType();
            Means means = component.getAnnotation(Means.class);
            if (means == null) {
                throw new IllegalStateException(of.getName() + "." + component.getName() + " has no meaning");
            }
            table.append("| `").append(prefix).append(component.getName()).append("` | ");
            table.append(name(type)).append(" | ").append(means.value()).append(" |\n");
            Class<?> inner = element(type);
            if (inner.isRecord()) {
                rows(inner, prefix + component.getName() + (type instanceof Class ? "." : "[]."), table);
            }
        }
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Class<?> raw = (Class<?>) parameterized.getRawType();
            Type[] of = parameterized.getActualTypeArguments();
            if (Map.class.isAssignableFrom(raw)) {
                return "object of " + name(of[1]) + "s by name";
            }
            if (Collection.class.isAssignableFrom(raw)) {
                return "list of " + name(of[0]) + "s";
            }
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return "object";
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return "boolean";
        }
        if (plain == String.class || plain.isEnum()) {
            return "string";
        }
        return plain == double.class || plain == Double.class ? "number" : "integer";
    }

    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] of = parameterized.getActualTypeArguments();
            return element(of[of.length - 1]);
        }
        return (Class<?>) type;
    }
}
