package io.headrace.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.CompositeValidator;
import org.apache.kafka.common.config.ConfigDef.ListSize;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.NonEmptyStringWithoutControlChars;
import org.apache.kafka.common.config.ConfigDef.NonNullValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What users write means the same as to Apache's client: value for value, refusal for refusal. */
class ConfigMirrorTest {
    private static final Object[] WRITTEN = {
        null,
        "",
        " ",
        " 1 ",
        "1.5",
        "1x",
        1,
        1L,
        (short) 1,
        1.5,
        1.5f,
        true,
        "TRUE",
        "False ",
        "a, b ,c",
        "a,",
        ",",
        List.of(1),
        String.class,
        "java.lang.String",
        " java.lang.String ",
        "No.Such",
        "99999999999",
        "-32769",
        "0x10",
        "1_0",
        "+7",
        "NaN",
        "1e3",
        "٣",
        new Object() {
            @Override
            public String toString() {
                return "x";
            }
        }
    };

    @TestFactory
    List<DynamicTest> values() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ConfigDef.Type type : ConfigDef.Type.values()) {
            for (Object written : WRITTEN) {
                tests.add(DynamicTest.dynamicTest(type + " " + written, () -> {
                    var apacheType = org.apache.kafka.common.config.ConfigDef.Type.valueOf(type.name());
                    assertEquals(
                            outcome(() -> org.apache.kafka.common.config.ConfigDef.parseType("n", written, apacheType)),
                            outcome(() -> ConfigDef.parseType("n", written, type)));
                }));
            }
        }
        return tests;
    }

    private static String outcome(Supplier<Object> action) {
        try {
            Object value = action.get();
            if (value instanceof org.apache.kafka.common.config.types.Password password) {
                return "Password " + password.value();
            }
            if (value instanceof io.headrace.common.config.types.Password password) {
                return "Password " + password.value();
            }
            return value == null ? "null" : value instanceof List ? "List " + value : value.getClass() + " " + value;
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    private record Pair(
            org.apache.kafka.common.config.ConfigDef.Validator apache, ConfigDef.Validator ours, List<Object> values) {}

    @TestFactory
    List<DynamicTest> validators() {
        List<Object> numbers = Arrays.asList(null, 0, 1, 3, 4, 0.5, 0.4, 2L, (short) 9);
        List<Object> strings = Arrays.asList(null, "", "a", "A", "b", " ", "a\n", "\u0085", "x");
        List<Object> lists = Arrays.asList(
                null,
                List.of(),
                List.of("a"),
                List.of("a", "a"),
                List.of("c"),
                List.of(""),
                List.of("a", " "),
                List.of("a", "b"));
        List<Pair> pairs = List.of(
                new Pair(Range.atLeast(1), ConfigDef.Range.atLeast(1), numbers),
                new Pair(Range.between(0.5, 3), ConfigDef.Range.between(0.5, 3), numbers),
                new Pair(ValidString.in("a", "b"), ConfigDef.ValidString.in("a", "b"), strings),
                new Pair(ValidString.in("a", null), ConfigDef.ValidString.in("a", null), strings),
                new Pair(
                        CaseInsensitiveValidString.in("a", "X"),
                        ConfigDef.CaseInsensitiveValidString.in("a", "X"),
                        strings),
                new Pair(new NonEmptyString(), new ConfigDef.NonEmptyString(), strings),
                new Pair(
                        NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars(),
                        ConfigDef.NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars(),
                        strings),
                new Pair(new NonNullValidator(), new ConfigDef.NonNullValidator(), strings),
                new Pair(
                        CompositeValidator.of(new NonNullValidator(), ValidString.in("a")),
                        ConfigDef.CompositeValidator.of(
                                new ConfigDef.NonNullValidator(), ConfigDef.ValidString.in("a")),
                        strings),
                new Pair(
                        ListSize.atMostOfSize(1),
                        ConfigDef.ListSize.atMostOfSize(1),
                        List.of(List.of(), List.of("a", "b"))),
                new Pair(ValidList.in("a", "b"), ConfigDef.ValidList.in("a", "b"), lists),
                new Pair(ValidList.in(false, "a"), ConfigDef.ValidList.in(false, "a"), lists),
                new Pair(
                        ValidList.anyNonDuplicateValues(true, true),
                        ConfigDef.ValidList.anyNonDuplicateValues(true, true),
                        lists),
                new Pair(
                        ValidList.anyNonDuplicateValues(false, false),
                        ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                        lists));
        List<DynamicTest> tests = new ArrayList<>();
        for (Pair pair : pairs) {
            for (Object value : pair.values()) {
                tests.add(DynamicTest.dynamicTest(
                        pair.ours() + " " + value,
                        () -> assertEquals(
                                outcome(() -> {
                                    pair.apache().ensureValid("n", value);
                                    return "valid";
                                }),
                                outcome(() -> {
                                    pair.ours().ensureValid("n", value);
                                    return "valid";
                                }))));
            }
        }
        return tests;
    }

    @Test
    void topicConfigHasTheSameNames() throws IllegalAccessException {
        assertEquals(constants(org.apache.kafka.common.config.TopicConfig.class), constants(TopicConfig.class));
    }

    /** Documentation is in our own words, and deprecated constants are left out. */
    private static Map<String, Object> constants(Class<?> type) throws IllegalAccessException {
        Map<String, Object> constants = new TreeMap<>();
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.isAnnotationPresent(Deprecated.class)) {
                constants.put(field.getName(), field.getName().endsWith("_DOC") ? "documentation" : field.get(null));
            }
        }
        return constants;
    }

    @Test
    void everyTopicSettingIsDocumented() throws IllegalAccessException {
        for (Field field : TopicConfig.class.getFields()) {
            if (field.getName().endsWith("_DOC")) {
                String text = (String) field.get(null);
                assertTrue(text.length() > 30 && text.endsWith("."), field.getName() + ": " + text);
            }
        }
    }
}
