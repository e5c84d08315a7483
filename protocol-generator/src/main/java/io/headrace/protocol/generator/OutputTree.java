package io.headrace.protocol.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of generated sources. A file is written only if its content changes, so that an incremental compiler has
 * nothing to do after an unchanged run; files that were not generated again are deleted at the end.
 */
final class OutputTree {

    private final Path root;
    private final Set<Path> current = new HashSet<>();
    private int written;

    OutputTree(Path root) {
        this.root = root;
    }

    /** Puts a class in place. */
    void put(String qualifiedName, String source) {
        Path file = root.resolve(qualifiedName.replace('.', '/') + ".java");
        if (!current.add(file)) {
            throw new SpecException("class " + qualifiedName + " is generated twice");
        }
        try {
            if (Files.exists(file) && Files.readString(file).equals(source)) {
                return;
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            written++;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Deletes what an earlier run left and this one did not make. */
    void deleteOthers() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (path.toString().endsWith(".java") && !current.contains(path)) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tidy " + root, e);
        }
    }

    int files() {
        return current.size();
    }

    int written() {
        return written;
    }
}
