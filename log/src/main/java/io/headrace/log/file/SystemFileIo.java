package io.headrace.log.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The machine's file system through {@link FileChannel}. Without state. */
final class SystemFileIo implements FileIo {

    static final SystemFileIo INSTANCE = new SystemFileIo();

    private static final String TEMPORARY_SUFFIX = ".tmp";
    private static final Set<OpenOption> READ_ONLY = Set.of(StandardOpenOption.READ);
    private static final Set<OpenOption> READ_WRITE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<OpenOption> READ_WRITE_CREATE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    private SystemFileIo() {}

    @Override
    public OpenFile open(Path path) throws IOException {
        try {
            return SystemFile.open(path, READ_WRITE);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            // No right to write, or a file system that is mounted read-only.
            return SystemFile.open(path, READ_ONLY);
        }
    }

    @Override
    public OpenFile openOrCreate(Path path) throws IOException {
        return SystemFile.open(path, READ_WRITE_CREATE);
    }

    @Override
    public byte[] readAll(Path path) throws IOException {
        return Files.readAllBytes(path);
    }

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        replace(path, content, false);
    }

    @Override
    public void replaceDurably(Path path, byte[] content) throws IOException {
        replace(path, content, true);
        syncDirectory(path.toAbsolutePath().getParent());
    }

    private void replace(Path path, byte[] content, boolean force) throws IOException {
        boolean interrupted = Thread.interrupted(); // It would close the channel.
        try {
            writeAndRename(path, content, force);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeAndRename(Path path, byte[] content, boolean force) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + TEMPORARY_SUFFIX);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer source = ByteBuffer.wrap(content);
            while (source.hasRemaining()) {
                channel.write(source);
            }
            if (force) {
                channel.force(true);
            }
        }
        rename(temporary, path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public void createDirectories(Path path) throws IOException {
        Files.createDirectories(path);
    }

    @Override
    public List<FileEntry> list(Path directory) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                BasicFileAttributes attributes;
                try {
                    attributes = Files.readAttributes(path, BasicFileAttributes.class);
                } catch (NoSuchFileException e) {
                    continue;
                }
                boolean isDirectory = attributes.isDirectory();
                entries.add(new FileEntry(
                        path.getFileName().toString(),
                        isDirectory,
                        isDirectory ? 0 : attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Override
    public long lastModifiedMs(Path path) throws IOException {
        return Files.getLastModifiedTime(path).toMillis();
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }
}
