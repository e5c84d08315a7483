package io.headrace.protocol.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where definitions come from: a folder, or a jar with an optional folder inside it, written {@code some.jar!common/message}.
 */
final class SpecSource {

    private final Path container;
    private final String folder;

    private SpecSource(Path container, String folder) {
        this.container = container;
        this.folder = folder;
    }

    static SpecSource parse(String text) {
        int mark = text.indexOf('!');
        return mark < 0
                ? new SpecSource(Path.of(text), "")
                : new SpecSource(Path.of(text.substring(0, mark)), text.substring(mark + 1));
    }

    /** The definitions by file name, in an order that does not depend on the file system. */
    Map<String, byte[]> files() {
        try {
            if (Files.isDirectory(container)) {
                return files(container.resolve(folder));
            }
            try (FileSystem jar = FileSystems.newFileSystem(container)) {
                return files(jar.getPath("/" + folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read definitions from " + container, e);
        }
    }

    private static Map<String, byte[]> files(Path root) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name =
                        path.getFileName() == null ? "" : path.getFileName().toString();
                if (name.endsWith(".json") && found.put(name, Files.readAllBytes(path)) != null) {
                    throw new SpecException("two definitions are called " + name);
                }
            }
        }
        return found;
    }
}
