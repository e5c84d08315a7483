package io.headrace.common.config;

import io.headrace.common.config.types.Password;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Turns what a user wrote into a value of a setting's type, and back. Has no state. */
final class ConfigTypes {
    private ConfigTypes() {}

    /** @throws ConfigException if the value cannot be understood as that type */
    static Object parse(String name, Object value, ConfigDef.Type type) {
        if (value == null) {
            return null;
        }
        String text = value instanceof String string ? string.trim() : null;
        return switch (type) {
            case BOOLEAN -> value instanceof Boolean ? value : parseBoolean(name, value, text);
            case PASSWORD -> {
                if (value instanceof Password) {
                    yield value;
                }
                if (text == null) {
                    // Not shown: it may well be the secret in another shape.
                    throw new ConfigException(
                            name,
                            Password.HIDDEN,
                            "a password has to be a string, but it is a "
                                    + value.getClass().getName());
                }
                yield new Password(text);
            }
            case STRING -> {
                if (text == null) {
                    throw wrongClass(name, value, "a string");
                }
                yield text;
            }
            case INT -> value instanceof Integer ? value : parseNumber(name, value, text, type);
            case SHORT -> value instanceof Short ? value : parseNumber(name, value, text, type);
            case LONG -> {
                if (value instanceof Integer i) {
                    yield i.longValue();
                }
                yield value instanceof Long ? value : parseNumber(name, value, text, type);
            }
            case DOUBLE -> value instanceof Number n ? n.doubleValue() : parseNumber(name, value, text, type);
            case LIST -> {
                if (value instanceof List) {
                    yield value;
                }
                if (text == null) {
                    throw wrongClass(name, value, "a list, or a string with elements separated by commas");
                }
                yield text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s*,\\s*", -1));
            }
            case CLASS -> value instanceof Class ? value : parseClass(name, value, text);
        };
    }

    private static Boolean parseBoolean(String name, Object value, String text) {
        if ("true".equalsIgnoreCase(text)) {
            return true;
        }
        if ("false".equalsIgnoreCase(text)) {
            return false;
        }
        throw new ConfigException(name, value, "has to be true or false");
    }

    private static Object parseNumber(String name, Object value, String text, ConfigDef.Type type) {
        if (text == null) {
            throw wrongClass(name, value, numberRange(type));
        }
        try {
            return switch (type) {
                case INT -> (Object) Integer.valueOf(text);
                case SHORT -> (Object) Short.valueOf(text);
                case LONG -> (Object) Long.valueOf(text);
                default -> Double.valueOf(text);
            };
        } catch (NumberFormatException e) {
            throw new ConfigException(name, value, "has to be " + numberRange(type));
        }
    }

    private static String numberRange(ConfigDef.Type type) {
        return switch (type) {
            case SHORT -> "a whole number from " + Short.MIN_VALUE + " to " + Short.MAX_VALUE;
            case INT -> "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
            case LONG -> "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
            default -> "a number";
        };
    }

    private static Class<?> parseClass(String name, Object value, String text) {
        if (text == null) {
            throw wrongClass(name, value, "a class or the name of one");
        }
        try {
            return ClassNames.load(text);
        } catch (ClassNotFoundException e) {
            throw new ConfigException(name, value, "class " + text + " could not be found");
        } catch (LinkageError e) {
            throw new ConfigException(name, value, "class " + text + " could not be loaded: " + e);
        }
    }

    private static ConfigException wrongClass(String name, Object value, String expected) {
        return new ConfigException(
                name,
                value,
                "has to be " + expected + ", but it is a " + value.getClass().getName());
    }

    /** The text that {@link #parse} would understand as this value; secrets come out hidden. */
    static String toText(Object value, ConfigDef.Type type) {
        if (value == null) {
            return null;
        }
        if (type == null) {
            return value.toString();
        }
        return switch (type) {
            case BOOLEAN, SHORT, INT, LONG, DOUBLE, STRING, PASSWORD -> value.toString();
            case LIST -> ((List<?>) value).stream().map(Object::toString).collect(Collectors.joining(","));
            case CLASS -> ((Class<?>) value).getName();
        };
    }

    /** Like {@link #toText}, by the value's own class, and with secrets in clear. */
    static String toRevealingText(Object value) {
        if (value instanceof Password password) {
            return password.value();
        }
        if (value instanceof List) {
            return toText(value, ConfigDef.Type.LIST);
        }
        return value instanceof Class ? toText(value, ConfigDef.Type.CLASS) : toText(value, null);
    }
}
