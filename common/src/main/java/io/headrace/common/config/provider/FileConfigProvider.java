package io.headrace.common.config.provider;

import io.headrace.common.config.ConfigData;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.internals.AllowedPaths;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Supplies entries of properties files: <code>${file:/etc/secrets.properties:password}</code> (KIP-297). */
public class FileConfigProvider implements ConfigProvider {
    public static final String ALLOWED_PATHS_CONFIG = "allowed.paths";
    public static final String ALLOWED_PATHS_DOC =
            "Directories and files, separated by commas, that may be read; everything if it is not set.";

    private static final Logger log = LoggerFactory.getLogger(FileConfigProvider.class);

    private volatile AllowedPaths allowedPaths = new AllowedPaths(null);

    @Override
    public void configure(Map<String, ?> configs) {
        Object setting = configs.get(ALLOWED_PATHS_CONFIG);
        allowedPaths = new AllowedPaths(setting == null ? null : setting.toString());
    }

    /**
     * All entries of the file.
     *
     * @throws ConfigException if the file cannot be read
     */
    @Override
    public ConfigData get(String path) {
        return get(path, null);
    }

    /**
     * The entries of these names.
     *
     * @throws ConfigException if the file cannot be read
     */
    @Override
    public ConfigData get(String path, Set<String> keys) {
        Map<String, String> data = new HashMap<>();
        if (path == null || path.isEmpty()) {
            return new ConfigData(data);
        }
        Path file = allowedPaths.parseUntrustedPath(path);
        if (file == null) {
            log.warn("config file {} was not read: it lies outside {}", path, ALLOWED_PATHS_CONFIG);
            return new ConfigData(data);
        }
        Properties properties = new Properties();
        try (Reader reader = reader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new ConfigException("config file " + path + " could not be read: " + e);
        }
        properties.stringPropertyNames().forEach(name -> data.put(name, properties.getProperty(name)));
        if (keys != null) {
            data.keySet().retainAll(keys);
        }
        return new ConfigData(data);
    }

    /** Opens the file; a subclass may read something else in its place. */
    protected Reader reader(Path path) throws IOException {
        return Files.newBufferedReader(path, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
}
