package io.headrace.common.config.provider;

import io.headrace.common.config.ConfigData;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.internals.AllowedPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supplies whole files by their names: <code>${dir:/run/secrets:password}</code> is the content of
 * {@code /run/secrets/password} (KIP-632).
 */
public class DirectoryConfigProvider implements ConfigProvider {
    public static final String ALLOWED_PATHS_CONFIG = "allowed.paths";
    public static final String ALLOWED_PATHS_DOC =
            "Directories, separated by commas, that may be read; everything if it is not set.";

    private static final Logger log = LoggerFactory.getLogger(DirectoryConfigProvider.class);

    private volatile AllowedPaths allowedPaths = new AllowedPaths(null);

    @Override
    public void configure(Map<String, ?> configs) {
        Object setting = configs.get(ALLOWED_PATHS_CONFIG);
        allowedPaths = new AllowedPaths(setting == null ? null : setting.toString());
    }

    /** All regular files of the directory. */
    @Override
    public ConfigData get(String path) {
        return get(path, null);
    }

    /**
     * The files of these names.
     *
     * @throws ConfigException if a file cannot be read
     */
    @Override
    public ConfigData get(String path, Set<String> keys) {
        Map<String, String> data = new HashMap<>();
        if (path == null || path.isEmpty()) {
            return new ConfigData(data);
        }
        Path directory = allowedPaths.parseUntrustedPath(path);
        if (directory == null) {
            log.warn("directory {} was not read: it lies outside {}", path, ALLOWED_PATHS_CONFIG);
        } else if (!Files.isDirectory(directory)) {
            log.warn("{} was not read: it is not a directory", path);
        } else {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    String name = file.getFileName().toString();
                    if (keys == null || keys.contains(name)) {
                        data.put(name, Files.readString(file, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                throw new ConfigException("directory " + path + " could not be read: " + e);
            }
        }
        return new ConfigData(data);
    }

    @Override
    public void close() {}
}
