package io.headrace.common.config.internals;

import io.headrace.common.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directories and files that a config provider may read. Immutable. */
public final class AllowedPaths {
    /** Null if everything may be read. */
    private final List<Path> allowed;

    /**
     * Reads the setting.
     *
     * @param setting absolute paths with commas between them; null or empty if everything may be read
     * @throws ConfigException if one of them is not absolute or does not exist
     */
    public AllowedPaths(String setting) {
        if (setting == null || setting.isEmpty()) {
            this.allowed = null;
            return;
        }
        List<Path> paths = new ArrayList<>();
        for (String text : setting.split(",", -1)) {
            Path path = Path.of(text.trim()).normalize();
            if (!path.isAbsolute()) {
                throw new ConfigException("allowed.paths", text, "has to be an absolute path");
            }
            if (!Files.exists(path)) {
                throw new ConfigException("allowed.paths", text, "does not exist");
            }
            paths.add(path);
        }
        this.allowed = paths;
    }

    /** The path, if it may be read; else null. */
    public Path parseUntrustedPath(String path) {
        Path wanted = Path.of(path);
        if (allowed == null) {
            return wanted;
        }
        Path normalized = wanted.normalize();
        return allowed.stream().anyMatch(normalized::startsWith) ? normalized : null;
    }
}
