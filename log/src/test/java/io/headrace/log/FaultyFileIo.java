package io.headrace.log;

import io.headrace.log.file.FileIo;
import io.headrace.log.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The machine's files, which fail where a test says. */
final class FaultyFileIo implements FileIo {

    private final FileIo io = FileIo.system();

    /** Which files cannot be written, be it their content or their being made. */
    volatile Predicate<Path> full = path -> false;

    /** Which files cannot be cut. */
    volatile Predicate<Path> uncuttable = path -> false;

    /** Which files cannot be forced. */
    volatile Predicate<Path> unforced = path -> false;

    /** Which files cannot be read. */
    volatile Predicate<Path> unreadable = path -> false;

    /** How many bytes of a failing write get through. */
    volatile int written;

    static Predicate<Path> ending(String suffix) {
        return path -> path.toString().endsWith(suffix);
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        return new Faulty(path, io.open(path));
    }

    @Override
    public OpenFile openOrCreate(Path path) throws IOException {
        if (!io.exists(path)) {
            refuse(full, path);
        }
        return new Faulty(path, io.openOrCreate(path));
    }

    @Override
    public byte[] readAll(Path path) throws IOException {
        return io.readAll(path);
    }

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        refuse(full, path);
        io.replace(path, content);
    }

    @Override
    public void replaceDurably(Path path, byte[] content) throws IOException {
        refuse(full, path);
        io.replaceDurably(path, content);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        io.rename(from, to);
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        return io.deleteIfExists(path);
    }

    @Override
    public void createDirectories(Path path) throws IOException {
        if (!io.exists(path)) {
            refuse(full, path);
        }
        io.createDirectories(path);
    }

    @Override
    public List<FileEntry> list(Path directory) throws IOException {
        return io.list(directory);
    }

    @Override
    public long lastModifiedMs(Path path) throws IOException {
        return io.lastModifiedMs(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        io.syncDirectory(directory);
    }

    @Override
    public boolean exists(Path path) {
        return io.exists(path);
    }

    private static void refuse(Predicate<Path> faulty, Path path) throws IOException {
        if (faulty.test(path)) {
            throw new IOException("No space left on device");
        }
    }

    private final class Faulty implements OpenFile {
        private final Path path;
        private final OpenFile file;

        Faulty(Path path, OpenFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            refuse(unreadable, path);
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            if (full.test(path)) {
                ByteBuffer part = source.duplicate();
                part.limit(part.position() + Math.min(written, part.remaining()));
                file.write(part, position);
                throw new IOException("No space left on device");
            }
            file.write(source, position);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            return file.transferTo(position, count, target);
        }

        @Override
        public void truncate(long size) throws IOException {
            refuse(uncuttable, path);
            file.truncate(size);
        }

        @Override
        public void extend(long size) throws IOException {
            refuse(full, path);
            file.extend(size);
        }

        @Override
        public void force() throws IOException {
            refuse(unforced, path);
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel channel() {
            return file.channel();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
