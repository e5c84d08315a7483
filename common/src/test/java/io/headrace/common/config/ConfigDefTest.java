package io.headrace.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.Recommender;
import io.headrace.common.config.ConfigDef.ValidList;
import io.headrace.common.config.ConfigDef.ValidString;
import io.headrace.common.config.ConfigDef.Width;
import io.headrace.common.config.types.Password;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDefTest {
    private static String message(Runnable action) {
        return assertThrows(ConfigException.class, action::run).getMessage();
    }

    @Test
    void parsesWhatIsSetAndFillsInDefaults() {
        ConfigDef def = new ConfigDef()
                .define("a", ConfigDef.Type.INT, 5, Range.between(0, 14), Importance.HIGH, "docs")
                .define("b", ConfigDef.Type.LONG, Importance.HIGH, "docs")
                .define("c", ConfigDef.Type.STRING, "hello", Importance.HIGH, "docs")
                .define("d", ConfigDef.Type.LIST, Importance.HIGH, "docs")
                .define("e", ConfigDef.Type.DOUBLE, Importance.HIGH, "docs")
                .define("f", ConfigDef.Type.CLASS, Importance.HIGH, "docs")
                .define("g", ConfigDef.Type.BOOLEAN, Importance.HIGH, "docs")
                .define("h", ConfigDef.Type.PASSWORD, Importance.HIGH, "docs")
                .define("i", ConfigDef.Type.STRING, null, Importance.HIGH, "docs");

        Map<String, Object> values = def.parse(Map.of(
                "b", "2", "d", " a , b", "e", 42.5d, "f", "java.lang.String", "g", "TRUE", "h", "secret", "z", "?"));

        assertEquals(Set.of("a", "b", "c", "d", "e", "f", "g", "h", "i"), values.keySet());
        assertEquals(5, values.get("a"));
        assertEquals(2L, values.get("b"));
        assertEquals("hello", values.get("c"));
        assertEquals(List.of("a", "b"), values.get("d"));
        assertEquals(42.5, values.get("e"));
        assertEquals(String.class, values.get("f"));
        assertEquals(true, values.get("g"));
        assertEquals(new Password("secret"), values.get("h"));
        assertEquals("[hidden]", values.get("h").toString());
        assertNull(values.get("i"));
    }

    @Test
    void errorsNameKeyValueAndWhatIsAllowed() {
        ConfigDef def = new ConfigDef()
                .define("int", ConfigDef.Type.INT, 1, Range.between(1, 9), Importance.HIGH, "")
                .define("short", ConfigDef.Type.SHORT, (short) 1, Importance.HIGH, "")
                .define("one.of", ConfigDef.Type.STRING, "a", ValidString.in("a", "b"), Importance.HIGH, "")
                .define("list", ConfigDef.Type.LIST, "a", ValidList.in(false, "a", "b"), Importance.HIGH, "");

        assertEquals(
                "Invalid value x for configuration int: has to be a whole number from -2147483648 to 2147483647",
                message(() -> def.parse(Map.of("int", "x"))));
        assertEquals(
                "Invalid value 0 for configuration int: has to be at least 1; allowed are [1,...,9]",
                message(() -> def.parse(Map.of("int", "0"))));
        assertEquals(
                "Invalid value 10 for configuration int: may be at most 9; allowed are [1,...,9]",
                message(() -> def.parse(Map.of("int", 10))));
        assertEquals(
                "Invalid value 40000 for configuration short: has to be a whole number from -32768 to 32767",
                message(() -> def.parse(Map.of("short", "40000"))));
        assertEquals(
                "Invalid value c for configuration one.of: has to be one of a, b",
                message(() -> def.parse(Map.of("one.of", "c"))));
        assertEquals(
                "Invalid value [a, c] for configuration list: 'c' is not allowed; elements can be a, b",
                message(() -> def.parse(Map.of("list", "a,c"))));
        assertEquals(
                "Invalid value [] for configuration list: the list may not be empty; elements can be [a, b]",
                message(() -> def.parse(Map.of("list", ""))));
        assertEquals(
                "Invalid value true for configuration int: has to be a whole number from -2147483648 to 2147483647, "
                        + "but it is a java.lang.Boolean",
                message(() -> def.parse(Map.of("int", true))));
    }

    @Test
    void aMissingValueIsNamed() {
        ConfigDef def = new ConfigDef().define("needed", ConfigDef.Type.STRING, Importance.HIGH, "");
        assertEquals(
                "Missing required configuration \"needed\" which has no default value.",
                message(() -> def.parse(Map.of())));
    }

    @Test
    void secretsNeverAppearInErrors() {
        ConfigDef def = new ConfigDef().define("p", ConfigDef.Type.PASSWORD, Importance.HIGH, "");
        assertFalse(message(() -> def.parse(Map.of("p", 1234567))).contains("1234567"));
    }

    @Test
    void badDefinitionsAreRefused() {
        assertThrows(
                ConfigException.class, () -> new ConfigDef().define("a", ConfigDef.Type.INT, "x", Importance.HIGH, ""));
        assertThrows(
                ConfigException.class,
                () -> new ConfigDef().define("a", ConfigDef.Type.INT, 0, Range.atLeast(1), Importance.HIGH, ""));
        ConfigDef def = new ConfigDef().define("a", ConfigDef.Type.INT, 0, Importance.HIGH, "");
        assertEquals(
                "Configuration a is defined twice.",
                message(() -> def.define("a", ConfigDef.Type.INT, 0, Importance.HIGH, "")));
        ConfigDef dependent = new ConfigDef()
                .define(
                        "a",
                        ConfigDef.Type.INT,
                        0,
                        Importance.HIGH,
                        "",
                        "group",
                        1,
                        Width.SHORT,
                        "A",
                        List.of("absent"));
        assertTrue(message(() -> dependent.parse(Map.of())).contains("absent"));
        assertEquals(
                List.of("absent is named as a dependent of another setting, but not defined."),
                dependent.validateAll(Map.of()).get("absent").errorMessages());
    }

    @Test
    void duplicatesInListsAreDroppedWhereListsAreSets() {
        ConfigDef def = new ConfigDef()
                .define("set", ConfigDef.Type.LIST, List.of(), ValidList.in("a", "b"), Importance.HIGH, "")
                .define("list", ConfigDef.Type.LIST, List.of(), Importance.HIGH, "");
        Map<String, Object> values = def.parse(Map.of("set", "b,a,b", "list", "b,a,b"));
        assertEquals(List.of("b", "a"), values.get("set"));
        assertEquals(List.of("b", "a", "b"), values.get("list"));
        assertEquals(
                1,
                def.validateAll(Map.of("set", "b,a,b"))
                        .get("set")
                        .errorMessages()
                        .size());
    }

    @Test
    void validationGathersAllErrors() {
        Recommender recommender = new Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
                return List.of(1, parsedConfig.get("b"));
            }

            @Override
            public boolean visible(String name, Map<String, Object> parsedConfig) {
                return false;
            }
        };
        ConfigDef def = new ConfigDef()
                .define("a", ConfigDef.Type.INT, 1, Importance.HIGH, "", "g", 1, Width.SHORT, "A", recommender)
                .define("b", ConfigDef.Type.INT, 7, Importance.HIGH, "", "g", 1, Width.SHORT, "B")
                .define("c", ConfigDef.Type.INT, Importance.HIGH, "")
                .define("d", ConfigDef.Type.INT, 1, Range.atLeast(1), Importance.HIGH, "");

        List<ConfigValue> results = def.validate(Map.of("a", "3", "d", "0"));

        assertEquals(new ConfigValue("b", 7, List.of(), List.of()), results.get(1));
        assertEquals(List.of(1, 7), results.get(0).recommendedValues());
        assertFalse(results.get(0).visible());
        assertEquals(1, results.get(2).errorMessages().size());
        assertEquals(0, results.get(3).value());
        assertEquals(1, results.get(3).errorMessages().size());
    }

    @Test
    void embeddingPutsPrefixesBefore() {
        ConfigDef child = new ConfigDef()
                .define(
                        "b",
                        ConfigDef.Type.INT,
                        1,
                        Range.atLeast(1),
                        Importance.HIGH,
                        "",
                        "g",
                        1,
                        Width.LONG,
                        "B",
                        List.of("c"))
                .define("c", ConfigDef.Type.INT, 1, Importance.HIGH, "", "g", 0, Width.LONG, "C")
                .define("d", ConfigDef.Type.INT, 1, Importance.HIGH, "");
        ConfigDef parent = new ConfigDef();
        parent.embed("k.", "Group", 5, child);

        assertEquals(List.of("k.d", "k.c", "k.b"), List.copyOf(parent.names()));
        assertEquals(List.of("Group", "Group: g"), parent.groups());
        assertEquals(7, parent.configKeys().get("k.b").orderInGroup);
        assertEquals(List.of("k.c"), parent.configKeys().get("k.b").dependents);
        assertTrue(message(() -> parent.parse(Map.of("k.b", 0))).contains("at least 1"));
    }

    @Test
    void copiesAreIndependent() {
        ConfigDef base = new ConfigDef().define("a", ConfigDef.Type.INT, 0, Importance.HIGH, "");
        ConfigDef copy = new ConfigDef(base).define("b", ConfigDef.Type.INT, 0, Importance.HIGH, "");
        assertEquals(Set.of("a"), base.names());
        assertEquals(Set.of("a", "b"), copy.names());
        assertEquals(Map.of("a", 0, "b", 0), copy.defaultValues());
    }

    @Test
    void keysRememberWhatTheyWereDefinedWith() {
        ConfigDef def = new ConfigDef()
                .define("a", ConfigDef.Type.INT, "5", Importance.LOW, "doc", "five")
                .defineInternal("b", ConfigDef.Type.INT, 1, Importance.LOW)
                .define("c", ConfigDef.Type.INT, Importance.MEDIUM, "doc");
        ConfigDef.ConfigKey key = def.configKeys().get("a");
        assertEquals(5, key.defaultValue);
        assertEquals("five", key.alternativeString);
        assertEquals("a", key.displayName);
        assertTrue(def.configKeys().get("b").internalConfig);
        assertFalse(def.configKeys().get("c").hasDefault());
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.kafka.clients.producer.RoundRobinPartitioner, io.headrace.partitioners.RoundRobinPartitioner",
        "org.apache.kafka.clients.producer.UniformStickyPartitioner, io.headrace.partitioners.UniformStickyPartitioner",
        "org.apache.kafka.clients.producer.internals.DefaultPartitioner, io.headrace.partitioners.DefaultPartitioner",
        "org.apache.kafka.common.serialization.StringSerializer, io.headrace.common.serialization.StringSerializer",
        "org.example.StringSerializer, "
    })
    void apachesClassNamesHaveCounterparts(String name, String ours) {
        assertEquals(ours, ClassNames.counterpart(name));
    }

    @Test
    void classNamesOfApacheMeanOurs() {
        assertEquals(
                Password.class,
                ConfigDef.parseType("c", "org.apache.kafka.common.config.types.Password", ConfigDef.Type.CLASS));
        // Nothing of ours has that name, so it is taken at its word.
        assertEquals(
                org.apache.kafka.common.utils.Utils.class,
                ConfigDef.parseType("c", "org.apache.kafka.common.utils.Utils", ConfigDef.Type.CLASS));
        assertEquals(
                "Invalid value org.apache.kafka.Nope for configuration c: class org.apache.kafka.Nope could not be found",
                message(() -> ConfigDef.parseType("c", "org.apache.kafka.Nope", ConfigDef.Type.CLASS)));
    }

    @Test
    void classesAreFoundFromThreadsWithABlindClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            for (ClassLoader loader : new ClassLoader[] {ClassLoader.getPlatformClassLoader(), null}) {
                thread.setContextClassLoader(loader);
                assertEquals(Password.class, ConfigDef.parseType("c", Password.class.getName(), ConfigDef.Type.CLASS));
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void valuesAsText() {
        assertEquals("a,b", ConfigDef.convertToString(List.of("a", "b"), ConfigDef.Type.LIST));
        assertEquals("java.lang.String", ConfigDef.convertToString(String.class, ConfigDef.Type.CLASS));
        assertEquals("[hidden]", ConfigDef.convertToString(new Password("x"), ConfigDef.Type.PASSWORD));
        assertEquals("1", ConfigDef.convertToString(1, ConfigDef.Type.INT));
        assertNull(ConfigDef.convertToString(null, ConfigDef.Type.INT));
        assertEquals(
                Map.of("p", "x", "l", "a,b", "c", "java.lang.String", "i", "1"),
                ConfigDef.convertToStringMapWithPasswordValues(
                        Map.of("p", new Password("x"), "l", List.of("a", "b"), "c", String.class, "i", 1)));
        assertInstanceOf(Password.class, ConfigDef.parseType("p", "x", ConfigDef.Type.PASSWORD));
        assertTrue(ConfigDef.Type.PASSWORD.isSensitive());
        assertFalse(ConfigDef.Type.STRING.isSensitive());
    }
}
