package io.headrace.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.provider.ConfigProvider;
import io.headrace.common.config.provider.DirectoryConfigProvider;
import io.headrace.common.config.provider.EnvVarConfigProvider;
import io.headrace.common.config.provider.FileConfigProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigProvidersTest {
    private static final ConfigDef DEF = new ConfigDef()
            .define("secret", ConfigDef.Type.PASSWORD, null, Importance.HIGH, "")
            .define("number", ConfigDef.Type.INT, 0, Importance.HIGH, "");

    @TempDir
    Path directory;

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("secrets.properties"), "password=s3cret\nport: 9092\nempty=\n");
    }

    @Test
    void fillsInVariables() throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("config.providers", "file, env");
        settings.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        settings.put("config.providers.env.class", EnvVarConfigProvider.class.getName());
        settings.put("secret", "<${file:" + file() + ":password}>");
        settings.put("number", "${file:" + file() + ":port}");
        settings.put("other", "${env:PATH}/${unknown:x:y}");

        AbstractConfig config = new AbstractConfig(DEF, settings, false);

        assertEquals("<s3cret>", config.getPassword("secret").value());
        assertEquals(9092, config.getInt("number"));
        assertEquals(
                System.getenv("PATH") + "/${unknown:x:y}", config.originals().get("other"));
        assertEquals(Set.of(), config.unused());
    }

    @Test
    void providerSettingsMayComeApart() throws IOException {
        AbstractConfig config = new AbstractConfig(
                DEF,
                Map.of("number", "${f:" + file() + ":port}"),
                Map.of("config.providers", "f", "config.providers.f.class", FileConfigProvider.class.getName()),
                false);
        assertEquals(9092, config.getInt("number"));
    }

    @Test
    void withoutProvidersVariablesAreText() {
        AbstractConfig config = new AbstractConfig(DEF, Map.of("secret", "${file:x:y}"), false);
        assertEquals("${file:x:y}", config.getPassword("secret").value());
    }

    @Test
    void aProviderThatCannotBeLoadedIsAnError() {
        assertEquals(
                "Invalid value no.Such for configuration config.providers.x.class: class no.Such could not be found",
                assertThrows(
                                ConfigException.class,
                                () -> new AbstractConfig(
                                        DEF,
                                        Map.of("config.providers", "x", "config.providers.x.class", "no.Such"),
                                        false))
                        .getMessage());
    }

    @Test
    void theSystemPropertyLimitsProviders() {
        Map<String, Object> settings =
                Map.of("config.providers", "x", "config.providers.x.class", EnvVarConfigProvider.class.getName());
        String property = AbstractConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY;
        try {
            System.setProperty(property, "none");
            assertTrue(assertThrows(ConfigException.class, () -> new AbstractConfig(DEF, settings, false))
                    .getMessage()
                    .contains("not among the classes allowed"));
            System.setProperty(property, "a.b.C, " + EnvVarConfigProvider.class.getName());
            assertEquals(0, new AbstractConfig(DEF, settings, false).getInt("number"));
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void asksEachProviderOncePerPath() {
        Set<Set<String>> asked = new HashSet<>();
        ConfigProvider provider = new EnvVarConfigProvider(Map.of()) {
            @Override
            public ConfigData get(String path, Set<String> keys) {
                assertTrue(asked.add(keys));
                return new ConfigData(Map.of("a", "$1\\", "b", "${p:path:a}"), 60_000L);
            }
        };
        Map<String, String> values = new HashMap<>(Map.of("x", "${p:path:a}-${p:path:b}", "y", "${p:path:missing}"));
        values.put("z", null);

        ConfigTransformerResult result = new ConfigTransformer(Map.of("p", provider)).transform(values);

        assertEquals("$1\\-${p:path:a}", result.data().get("x"));
        assertEquals("${p:path:missing}", result.data().get("y"));
        assertTrue(result.data().containsKey("z"));
        assertEquals(Map.of("path", 60_000L), result.ttls());
        assertEquals(Set.of(Set.of("a", "b", "missing")), asked);
    }

    @Test
    void filesCanBeReadWholeOrByKey() throws IOException {
        try (FileConfigProvider provider = new FileConfigProvider()) {
            provider.configure(Map.of());
            assertEquals(
                    Map.of("password", "s3cret", "port", "9092", "empty", ""),
                    provider.get(file().toString()).data());
            assertEquals(
                    Map.of("port", "9092"),
                    provider.get(file().toString(), Set.of("port", "absent")).data());
            assertEquals(Map.of(), provider.get("").data());
            assertThrows(
                    ConfigException.class,
                    () -> provider.get(directory.resolve("absent").toString()));
            assertThrows(UnsupportedOperationException.class, provider::unsubscribeAll);
        }
    }

    @Test
    void directoriesGiveFilesByName() throws IOException {
        Files.writeString(directory.resolve("a"), "1\n");
        Files.writeString(directory.resolve("b"), "2");
        Files.createDirectory(directory.resolve("c"));
        try (DirectoryConfigProvider provider = new DirectoryConfigProvider()) {
            provider.configure(Map.of());
            assertEquals(
                    Map.of("a", "1\n", "b", "2"),
                    provider.get(directory.toString()).data());
            assertEquals(
                    Map.of("b", "2"),
                    provider.get(directory.toString(), Set.of("b", "c")).data());
            assertEquals(
                    Map.of(),
                    provider.get(directory.resolve("absent").toString()).data());
        }
    }

    @Test
    void pathsCanBeLimited() throws IOException {
        Path allowed = Files.createDirectory(directory.resolve("allowed"));
        Path inside = Files.writeString(allowed.resolve("x"), "a=1");
        Path outside = Files.writeString(directory.resolve("y"), "a=2");
        try (FileConfigProvider provider = new FileConfigProvider()) {
            provider.configure(Map.of("allowed.paths", allowed.toString()));
            assertEquals(Map.of("a", "1"), provider.get(inside.toString()).data());
            assertEquals(Map.of(), provider.get(outside.toString()).data());
            assertEquals(Map.of(), provider.get(allowed + "/../y").data());
            assertThrows(ConfigException.class, () -> provider.configure(Map.of("allowed.paths", "relative")));
            assertThrows(ConfigException.class, () -> provider.configure(Map.of("allowed.paths", "/no/such/place")));
        }
    }

    @Test
    void variablesCanBeLimited() throws IOException {
        try (EnvVarConfigProvider provider = new EnvVarConfigProvider(Map.of("A_1", "1", "B_1", "2"))) {
            provider.configure(Map.of("allowlist.pattern", "A_.*"));
            assertEquals(Map.of("A_1", "1"), provider.get("").data());
            assertEquals(Map.of(), provider.get(null, Set.of("B_1")).data());
            assertThrows(ConfigException.class, () -> provider.get("path"));
            assertThrows(ConfigException.class, () -> provider.configure(Map.of("allowlist.pattern", "(")));
        }
    }
}
