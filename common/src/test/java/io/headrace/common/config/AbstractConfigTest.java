package io.headrace.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Configurable;
import io.headrace.common.KafkaException;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.types.Password;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbstractConfigTest {
    private static final ConfigDef DEF = new ConfigDef()
            .define("class", ConfigDef.Type.CLASS, null, Importance.HIGH, "a class")
            .define("list", ConfigDef.Type.LIST, List.of(), Importance.HIGH, "")
            .define("string", ConfigDef.Type.STRING, "default", Importance.HIGH, "")
            .define("password", ConfigDef.Type.PASSWORD, null, Importance.HIGH, "")
            .define("int", ConfigDef.Type.INT, 7, Range.atLeast(0), Importance.HIGH, "")
            .define("long", ConfigDef.Type.LONG, 8, Importance.HIGH, "")
            .define("short", ConfigDef.Type.SHORT, (short) 9, Importance.HIGH, "")
            .define("double", ConfigDef.Type.DOUBLE, 1.5, Importance.HIGH, "")
            .define("boolean", ConfigDef.Type.BOOLEAN, true, Importance.HIGH, "")
            .defineInternal("internal", ConfigDef.Type.INT, 1, Importance.LOW);

    private static AbstractConfig config(Map<?, ?> settings) {
        return new AbstractConfig(DEF, settings, false);
    }

    /** What a plug-in has to be, in these tests. */
    public interface Plugin {}

    /** Takes settings, and remembers that it was closed. */
    public static class Good implements Plugin, Configurable, AutoCloseable {
        static final List<Good> CLOSED = new ArrayList<>();
        Map<String, ?> told;

        @Override
        public void configure(Map<String, ?> configs) {
            told = configs;
        }

        @Override
        public void close() {
            CLOSED.add(this);
        }
    }

    /** Refuses its settings. */
    public static class Refusing extends Good {
        @Override
        public void configure(Map<String, ?> configs) {
            throw new ConfigException("refused");
        }
    }

    /** Cannot be made from its name. */
    public static class NeedsArgument implements Plugin {
        public NeedsArgument(int argument) {
            assertTrue(argument >= 0);
        }
    }

    /** Fails while it is made. */
    public static class Failing implements Plugin {
        public Failing() {
            throw new IllegalStateException("no luck");
        }
    }

    @Test
    void typedValues() {
        AbstractConfig config = config(Map.of("class", "java.lang.String", "list", "a,b", "password", "p"));
        assertEquals(String.class, config.getClass("class"));
        assertEquals(List.of("a", "b"), config.getList("list"));
        assertEquals("default", config.getString("string"));
        assertEquals(new Password("p"), config.getPassword("password"));
        assertEquals(7, config.getInt("int"));
        assertEquals(8L, config.getLong("long"));
        assertEquals((short) 9, config.getShort("short"));
        assertEquals(1.5, config.getDouble("double"));
        assertEquals(true, config.getBoolean("boolean"));
        assertEquals(ConfigDef.Type.CLASS, config.typeOf("class"));
        assertEquals("a class", config.documentationOf("class"));
        assertNull(config.typeOf("absent"));
        assertNull(config.documentationOf("absent"));
    }

    @Test
    void wrongQuestionsAreErrors() {
        AbstractConfig config = config(Map.of());
        assertEquals(
                "Unknown configuration 'absent'",
                assertThrows(ConfigException.class, () -> config.getInt("absent"))
                        .getMessage());
        assertThrows(ClassCastException.class, () -> config.getInt("string"));
        assertThrows(ClassCastException.class, () -> config(Map.of("int", 5)).originalsStrings());
        assertThrows(ConfigException.class, () -> config(Map.of(1, 2)));
    }

    @Test
    void knowsWhatNobodyAskedFor() {
        AbstractConfig config = config(Map.of("string", "s", "int", 1, "x.a", 1, "x.b", 2, "plugin", 3, "ignored", 4));
        assertEquals(Set.of("string", "int", "x.a", "x.b", "plugin", "ignored"), config.unused());

        config.getString("string");
        config.values().get("int");
        config.originals().get("plugin");
        config.originalsWithPrefix("x.").get("a");
        config.ignore("ignored");
        config.originals().get("absent");
        assertTrue(config.originals().containsKey("x.b"));

        assertEquals(Set.of("x.b"), config.unused());
        config.logUnused();
        config.logUnused();
    }

    @Test
    void originalsArePassedOnAsWritten() {
        AbstractConfig config = config(Map.of("string", " s ", "other", "o"));
        assertEquals(Map.of("string", " s ", "other", "o"), config.originals());
        assertEquals(Map.of("string", "t", "other", "o"), config.originals(Map.of("string", "t")));
        assertEquals(Map.of("string", " s ", "other", "o"), config.originalsStrings());
        assertEquals("s", config.getString("string"));
    }

    @Test
    void prefixes() {
        AbstractConfig config = config(Map.of("x.int", "8", "x.unknown", "u", "x.", "nameless", "int", 1));
        assertEquals(Map.of("int", "8", "unknown", "u"), config.originalsWithPrefix("x."));
        assertEquals(Map.of("x.int", "8", "x.unknown", "u"), config.originalsWithPrefix("x.", false));
        assertEquals(8, config.valuesWithPrefixOverride("x.").get("int"));
        assertEquals("default", config.valuesWithPrefixOverride("x.").get("string"));
        assertEquals(Map.of("int", 8), config.valuesWithPrefixAllOrNothing("x."));
        assertEquals(1, config.valuesWithPrefixAllOrNothing("y.").get("int"));
        assertEquals(
                "Invalid value -1 for configuration x.int: has to be at least 0; allowed are [0,...]",
                assertThrows(
                                ConfigException.class,
                                () -> config(Map.of("x.int", -1)).valuesWithPrefixOverride("x."))
                        .getMessage());
    }

    @Test
    void internalValuesCanBeLeftOut() {
        AbstractConfig config = config(Map.of());
        assertTrue(config.values().containsKey("internal"));
        assertEquals(config.values().size() - 1, config.nonInternalValues().size());
    }

    @Test
    void makesConfiguredInstances() {
        AbstractConfig config = config(Map.of("class", Good.class, "list", List.of(Good.class.getName()), "seen", "1"));

        Good one = assertInstanceOf(Good.class, config.getConfiguredInstance("class", Plugin.class));
        assertEquals("1", one.told.get("seen"));
        List<Plugin> many = config.getConfiguredInstances("list", Plugin.class, Map.of("extra", 2));
        assertEquals(1, many.size());
        assertEquals(2, ((Good) many.get(0)).told.get("extra"));
        assertTrue(!config.unused().contains("seen"));
        assertNull(config(Map.of()).getConfiguredInstance("class", Plugin.class));
        assertEquals(List.of(), config(Map.of()).getConfiguredInstances("list", Plugin.class));
    }

    @Test
    void apachesNamesMakeOurInstances() {
        AbstractConfig config = config(Map.of("class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider"));
        assertInstanceOf(
                io.headrace.common.config.provider.EnvVarConfigProvider.class,
                config.getConfiguredInstance("class", io.headrace.common.config.provider.ConfigProvider.class));
    }

    @Test
    void whatIsNotUsableIsNamed() {
        assertEquals(
                "java.lang.StringBuilder is not an instance of " + Plugin.class.getName(),
                instanceError("java.lang.StringBuilder"));
        assertEquals(
                "class " + NeedsArgument.class.getName() + " has no constructor without arguments",
                instanceError(NeedsArgument.class.getName()));
        assertEquals(
                "the constructor of class " + Failing.class.getName()
                        + " failed: java.lang.IllegalStateException: no luck",
                instanceError(Failing.class.getName()));
        assertTrue(instanceError(Plugin.class.getName()).contains("no constructor"));
        assertEquals("class no.such.Class cannot be found", instanceError("no.such.Class"));
    }

    private static String instanceError(String className) {
        return assertThrows(
                        KafkaException.class,
                        () -> config(Map.of("list", className)).getConfiguredInstances("list", Plugin.class))
                .getMessage();
    }

    @Test
    void aFailureClosesWhatWasMadeBefore() {
        Good.CLOSED.clear();
        AbstractConfig config = config(Map.of("list", Good.class.getName() + "," + Refusing.class.getName()));
        assertEquals(
                "refused",
                assertThrows(ConfigException.class, () -> config.getConfiguredInstances("list", Plugin.class))
                        .getMessage());
        assertEquals(
                List.of(Refusing.class, Good.class),
                Good.CLOSED.stream().map(Object::getClass).toList());
    }

    @Test
    void subclassesMayDeriveValuesWithinTheDefinition() {
        class Derived extends AbstractConfig {
            Derived(Map<String, Object> settings) {
                super(DEF, settings, false);
            }

            @Override
            protected Map<String, Object> preProcessParsedConfig(Map<String, Object> given) {
                Map<String, Object> more = new HashMap<>(given);
                more.putIfAbsent("long", "80");
                return more;
            }

            @Override
            protected Map<String, Object> postProcessParsedConfig(Map<String, Object> parsed) {
                return Map.of("int", (Integer) parsed.get("int") * 2);
            }
        }
        assertEquals(14, new Derived(Map.of()).getInt("int"));
        assertEquals(80L, new Derived(Map.of()).getLong("long"));
        assertThrows(ConfigException.class, () -> new Derived(Map.of("int", Integer.MAX_VALUE)));
    }

    @Test
    void equalIfTheSameWasWritten() {
        assertEquals(config(Map.of("int", 1)), config(Map.of("int", 1)));
        assertEquals(
                config(Map.of("int", 1)).hashCode(), config(Map.of("int", 1)).hashCode());
        assertNotEquals(config(Map.of("int", 1)), config(Map.of("int", "1")));
    }

    @Test
    void valuesAreNotSharedWithTheCaller() {
        Map<String, Object> settings = new HashMap<>(Map.of("int", 1));
        AbstractConfig config = config(settings);
        settings.put("int", 2);
        config.originals().put("int", 3);
        assertEquals(1, config.getInt("int"));
        assertSame(1, config.originals().get("int"));
    }
}
