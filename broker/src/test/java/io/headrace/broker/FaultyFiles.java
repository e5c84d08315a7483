package io.headrace.broker;

import io.headrace.log.file.FileIo;
import io.headrace.log.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** The machine's files, of which writing and forcing can be made to fail or to wait. Thread safe. */
public final class FaultyFiles implements FileIo {

    private final FileIo real = FileIo.system();
    private final AtomicInteger forces = new AtomicInteger();

    /** What writing fails with; null when it works. */
    private volatile String writeFailure;

    private volatile String forceFailure;
    private volatile String readFailure;

    /** Forcing takes one permit, when there is a gate. */
    private volatile Semaphore forceGate;

    /** Makes reading of open files fail with this message, or work again with null. */
    public void failReads(String message) {
        readFailure = message;
    }

    /** Makes writing fail with this message, or work again with null. */
    public void failWrites(String message) {
        writeFailure = message;
    }

    /** Makes forcing fail with this message, or work again with null. */
    public void failForces(String message) {
        forceFailure = message;
    }

    /** Makes each force wait for a permit. */
    public void gateForces(Semaphore gate) {
        forceGate = gate;
    }

    /** How often a log file was forced. */
    public int forces() {
        return forces.get();
    }

    private void mayWrite() throws IOException {
        if (writeFailure != null) {
            throw new IOException(writeFailure);
        }
    }

    private OpenFile wrap(Path path, OpenFile file) {
        return new OpenFile() {
            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                if (readFailure != null) {
                    throw new IOException(readFailure);
                }
                return file.read(target, position);
            }

            @Override
            public void write(ByteBuffer source, long position) throws IOException {
                mayWrite();
                file.write(source, position);
            }

            @Override
            public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
                return file.transferTo(position, count, target);
            }

            @Override
            public void truncate(long size) throws IOException {
                file.truncate(size);
            }

            @Override
            public void extend(long size) throws IOException {
                mayWrite();
                file.extend(size);
            }

            @Override
            public void force() throws IOException {
                if (path.toString().endsWith(".log")) {
                    Semaphore gate = forceGate;
                    if (gate != null) {
                        gate.acquireUninterruptibly();
                    }
                    if (forceFailure != null) {
                        throw new IOException(forceFailure);
                    }
                    forces.incrementAndGet();
                }
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
        };
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        return wrap(path, real.open(path));
    }

    @Override
    public OpenFile openOrCreate(Path path) throws IOException {
        if (!real.exists(path)) {
            mayWrite();
        }
        return wrap(path, real.openOrCreate(path));
    }

    @Override
    public byte[] readAll(Path path) throws IOException {
        return real.readAll(path);
    }

    @Override
    public void replace(Path path, byte[] content) throws IOException {
        mayWrite();
        real.replace(path, content);
    }

    @Override
    public void replaceDurably(Path path, byte[] content) throws IOException {
        mayWrite();
        real.replaceDurably(path, content);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        return real.deleteIfExists(path);
    }

    @Override
    public void createDirectories(Path path) throws IOException {
        if (!real.exists(path)) {
            mayWrite();
        }
        real.createDirectories(path);
    }

    @Override
    public List<FileEntry> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public long lastModifiedMs(Path path) throws IOException {
        return real.lastModifiedMs(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        real.syncDirectory(directory);
    }

    @Override
    public boolean exists(Path path) {
        return real.exists(path);
    }
}
