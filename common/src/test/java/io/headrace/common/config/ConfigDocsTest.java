package io.headrace.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigDef.ConfigKey;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Width;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is written for people is what Apache writes, but for white space in HTML. */
class ConfigDocsTest {
    private static final Map<String, String> MODES = Map.of("b.ms", "per-broker");

    private static ConfigDef ours() {
        return new ConfigDef()
                .define(
                        "b.ms",
                        ConfigDef.Type.LONG,
                        120_000L,
                        ConfigDef.Range.atLeast(0),
                        Importance.HIGH,
                        "Two\nlines.")
                .define("a.bytes", ConfigDef.Type.INT, 1_048_576, Importance.LOW, "One line.")
                .define("odd.bytes", ConfigDef.Type.INT, 1_000, Importance.LOW, "")
                .define("zero.ms", ConfigDef.Type.INT, 0, Importance.LOW, null)
                .define("day.ms", ConfigDef.Type.LONG, 86_400_000L, Importance.MEDIUM, "A day.")
                .define("empty", ConfigDef.Type.STRING, "", Importance.MEDIUM, "Empty.")
                .define("nothing", ConfigDef.Type.STRING, null, Importance.MEDIUM, "Null.")
                .define("secret", ConfigDef.Type.PASSWORD, "p", Importance.MEDIUM, "Hidden.")
                .define("needed", ConfigDef.Type.LIST, Importance.LOW, "No default.")
                .define(
                        "grouped",
                        ConfigDef.Type.STRING,
                        "x",
                        ConfigDef.ValidString.in("x", "y"),
                        Importance.HIGH,
                        "In a group.",
                        "Group",
                        2,
                        Width.LONG,
                        "Grouped",
                        List.of("empty", "nothing"))
                .define(
                        "first",
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "In it.",
                        "Group",
                        1,
                        Width.NONE,
                        "First")
                .defineInternal("hidden", ConfigDef.Type.INT, 1, Importance.HIGH);
    }

    private static org.apache.kafka.common.config.ConfigDef apaches() {
        var def = new org.apache.kafka.common.config.ConfigDef();
        for (ConfigKey key : ours().configKeys().values()) {
            def.define(new org.apache.kafka.common.config.ConfigDef.ConfigKey(
                    key.name,
                    org.apache.kafka.common.config.ConfigDef.Type.valueOf(key.type.name()),
                    key.hasDefault()
                            ? key.defaultValue instanceof io.headrace.common.config.types.Password p
                                    ? p.value()
                                    : key.defaultValue
                            : org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE,
                    key.validator == null
                            ? null
                            : org.apache.kafka.common.config.ConfigDef.LambdaValidator.with(
                                    (name, value) -> {}, key.validator::toString),
                    org.apache.kafka.common.config.ConfigDef.Importance.valueOf(key.importance.name()),
                    key.documentation,
                    key.group,
                    key.orderInGroup,
                    org.apache.kafka.common.config.ConfigDef.Width.valueOf(key.width.name()),
                    key.displayName,
                    key.dependents,
                    null,
                    key.internalConfig));
        }
        return def;
    }

    private static String squeezed(String html) {
        return html.replaceAll("\\s+<", "<").replaceAll(">\\s+", ">").replace("</td></td>", "</td>");
    }

    @Test
    void restructuredText() {
        assertEquals(apaches().toRst(), ours().toRst());
        assertEquals(apaches().toEnrichedRst(), ours().toEnrichedRst());
        assertTrue(ours().toRst().contains("  * Default: 120000 (2 minutes)\n"));
        assertFalse(ours().toRst().contains("hidden\n"));
    }

    @Test
    void html() {
        assertEquals(squeezed(apaches().toHtml()), squeezed(ours().toHtml()));
        assertEquals(squeezed(apaches().toHtml(MODES)), squeezed(ours().toHtml(MODES)));
        Function<String, String> id = name -> "client_" + name;
        assertEquals(squeezed(apaches().toHtml(2, id)), squeezed(ours().toHtml(2, id)));
        assertEquals(squeezed(apaches().toHtmlTable()), squeezed(ours().toHtmlTable()));
        assertEquals(squeezed(apaches().toHtmlTable(MODES)), squeezed(ours().toHtmlTable(MODES)));
    }

    @Test
    void subclassesHaveTheirOwnColumns() {
        ConfigDef def = new ConfigDef() {
            @Override
            protected List<String> headers() {
                return List.of("Name", "Since");
            }

            @Override
            protected String getConfigValue(ConfigKey key, String headerName) {
                return headerName.equals("Since") ? "4.0" : super.getConfigValue(key, headerName);
            }
        };
        def.define("a", ConfigDef.Type.INT, 1, Importance.LOW, "A.");
        assertTrue(def.toHtmlTable().contains("<td>a</td><td>4.0</td>"), def.toHtmlTable());
    }

    @Test
    void embeddedSettingsKeepTheirOrderAndWhatIsAllowed() {
        ConfigDef outer = new ConfigDef();
        outer.embed("x.", "X", 0, ours());
        var apache = new org.apache.kafka.common.config.ConfigDef();
        apache.embed("x.", "X", 0, apaches());
        assertEquals(apache.toEnrichedRst(), outer.toEnrichedRst());
    }
}
