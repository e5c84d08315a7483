package io.headrace.log.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the log asks of a file system.
 *
 * <p>Thread safe. Every method may block and reports trouble by {@link IOException}; none retries. Tests pass an
 * implementation that fails where they want it to.
 */
public interface FileIo {

    /** The machine's own file system. */
    static FileIo system() {
        return SystemFileIo.INSTANCE;
    }

    /** Opens an existing file for reading and writing, or only for reading if it may not be written. */
    OpenFile open(Path path) throws IOException;

    /** Opens a file for reading and writing, and makes it if it is not there. */
    OpenFile openOrCreate(Path path) throws IOException;

    /** Reads a small file whole. */
    byte[] readAll(Path path) throws IOException;

    /**
     * Puts {@code content} in the place of {@code path} in one step: a reader, or a start after {@code kill -9}, sees the
     * old file or the new one.
     */
    void replace(Path path, byte[] content) throws IOException;

    /** As {@link #replace}, and on stable storage when it returns. */
    void replaceDurably(Path path, byte[] content) throws IOException;

    /** Renames a file or directory; replaces a file of the new name. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory. */
    boolean deleteIfExists(Path path) throws IOException;

    /** Makes a directory and its parents. */
    void createDirectories(Path path) throws IOException;

    /** What is in a directory, in no particular order. */
    List<FileEntry> list(Path directory) throws IOException;

    /** When the file was last written, in milliseconds since the epoch. */
    long lastModifiedMs(Path path) throws IOException;

    /** Forces a directory's entries to stable storage. */
    void syncDirectory(Path directory) throws IOException;

    /** Deletes a directory with all that is in it; does nothing if it is not there. */
    default void deleteTree(Path directory) throws IOException {
        if (!exists(directory)) {
            return;
        }
        for (FileEntry entry : list(directory)) {
            Path child = directory.resolve(entry.name());
            if (entry.directory()) {
                deleteTree(child);
            } else {
                deleteIfExists(child);
            }
        }
        deleteIfExists(directory);
    }

    /** Whether there is a file or directory of that name. */
    boolean exists(Path path);

    /**
     * One line of a directory.
     *
     * @param name the last part of the path
     * @param directory whether it is one
     * @param size the size of a file in bytes; 0 for a directory
     * @param modifiedMs when it was last written, in ms since the epoch
     */
    record FileEntry(String name, boolean directory, long size, long modifiedMs) {}
}
