package io.headrace.log;

import io.headrace.log.file.FileIo;
import io.headrace.log.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine's files, with a count of what changes them. At a chosen one it fails: for good, as when the process is
 * killed, or that once, as when the disk stutters. Of a write that fails, half is done.
 */
final class CountedFileIo implements FileIo {

    private final FileIo io = FileIo.system();
    private int count;
    private int failAt = Integer.MAX_VALUE;
    private boolean once;

    void killAt(int operation) {
        count = 0;
        failAt = operation;
        once = false;
    }

    void failOnceAt(int operation) {
        killAt(operation);
        once = true;
    }

    /** Works again, and counts from 0. */
    void heal() {
        killAt(Integer.MAX_VALUE);
    }

    int count() {
        return count;
    }

    private void change(Path path) throws IOException {
        count++;
        if (once ? count == failAt : count >= failAt) {
            throw new IOException("stopped at operation " + count + ", on " + path.getFileName());
        }
    }

    private void look() throws IOException {
        if (!once && count >= failAt) {
            throw new IOException("stopped");
        }
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        look();
        return new Counted(path, io.open(path));
    }

    @Override
    public OpenFile openOrCreate(Path path) throws IOException {
        if (!io.exists(path)) {
            change(path);
        }
        look();
        return new Counted(path, io.openOrCreate(path));
    }

    @Override
    public byte[] readAll(Path path) throws IOException {
        look();
        return io.readAll(path);
    }

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        change(path);
        io.replace(path, content);
    }

    @Override
    public void replaceDurably(Path path, byte[] content) throws IOException {
        change(path);
        io.replace(path, content);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change(from);
        io.rename(from, to);
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        if (io.exists(path)) {
            change(path);
        }
        look();
        return io.deleteIfExists(path);
    }

    @Override
    public void createDirectories(Path path) throws IOException {
        if (!io.exists(path)) {
            change(path);
        }
        io.createDirectories(path);
    }

    @Override
    public List<FileEntry> list(Path directory) throws IOException {
        look();
        return io.list(directory);
    }

    @Override
    public long lastModifiedMs(Path path) throws IOException {
        return io.lastModifiedMs(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        change(directory);
        // Stable storage is not what these tests can take away.
    }

    @Override
    public boolean exists(Path path) {
        return io.exists(path);
    }

    private final class Counted implements OpenFile {
        private final Path path;
        private final OpenFile file;

        Counted(Path path, OpenFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            look();
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            try {
                change(path);
            } catch (IOException e) {
                ByteBuffer half = source.duplicate();
                half.limit(half.position() + half.remaining() / 2);
                file.write(half, position);
                throw e;
            }
            file.write(source, position);
        }

        @Override
        public long transferTo(long position, long bytes, WritableByteChannel target) throws IOException {
            look();
            return file.transferTo(position, bytes, target);
        }

        @Override
        public void truncate(long size) throws IOException {
            change(path);
            file.truncate(size);
        }

        @Override
        public void extend(long size) throws IOException {
            change(path);
            file.extend(size);
        }

        @Override
        public void force() throws IOException {
            change(path);
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
