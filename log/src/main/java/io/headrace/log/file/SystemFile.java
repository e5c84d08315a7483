package io.headrace.log.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A {@link FileChannel} that an interrupt does not end.
 *
 * <p>The JDK closes a file channel under all its users when a thread is interrupted before or during an operation on it. So
 * an interrupt that came before is put aside, and given back afterwards; after one that comes during the operation the file
 * is opened again and the operation repeated, which is safe as all are by position. Only when the file has lost its name
 * meanwhile, because it left the log, that cannot be done: its readers are told so and look at the log again.
 *
 * <p>Thread safe. {@code channel} and {@code closed} change under this object's lock only.
 */
final class SystemFile implements OpenFile {

    private final Path path;
    private final Set<OpenOption> options;
    private final Object identity;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private SystemFile(Path path, FileChannel channel, Set<OpenOption> options, Object identity) {
        this.path = path;
        this.channel = channel;
        this.options = options;
        this.identity = identity;
    }

    /** Opens a file; {@code CREATE} among the options counts this once, not when it is opened again. */
    static SystemFile open(Path path, Set<OpenOption> options) throws IOException {
        FileChannel channel = FileChannel.open(path, options);
        Set<OpenOption> again = new HashSet<>(options);
        again.remove(StandardOpenOption.CREATE);
        try {
            return new SystemFile(path, channel, again, identity(path));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Another file that takes the name has another identity. */
    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        boolean interrupted = Thread.interrupted();
        try {
            while (target.hasRemaining()) {
                FileChannel current = channel;
                try {
                    if (current.read(target, position + target.position() - start) < 0) {
                        break;
                    }
                } catch (ClosedChannelException e) {
                    interrupted |= reopenAfter(e, current);
                }
            }
        } finally {
            restore(interrupted);
        }
        return target.position() - start;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        int start = source.position();
        boolean interrupted = Thread.interrupted();
        try {
            while (source.hasRemaining()) {
                FileChannel current = channel;
                try {
                    current.write(source, position + source.position() - start);
                } catch (ClosedChannelException e) {
                    interrupted |= reopenAfter(e, current);
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        boolean interrupted = Thread.interrupted();
        FileChannel current = channel;
        try {
            return current.transferTo(position, count, target);
        } catch (ClosedChannelException e) {
            if (current.isOpen()) {
                throw e; // It is the target that was closed.
            }
            // How much reached the target is unknown, so this one is not repeated; the file stays good for others.
            interrupted |= reopenAfter(e, current);
            throw e;
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        retried(current -> current.truncate(size));
    }

    @Override
    public void extend(long size) throws IOException {
        if (size() < size) {
            write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    @Override
    public void force() throws IOException {
        retried(current -> current.force(false));
    }

    @Override
    public long size() throws IOException {
        long[] size = new long[1];
        retried(current -> size[0] = current.size());
        return size[0];
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        channel.close();
    }

    private void retried(Operation operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel current = channel;
                try {
                    operation.on(current);
                    return;
                } catch (ClosedChannelException e) {
                    interrupted |= reopenAfter(e, current);
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    /** Returns whether this thread was interrupted; its flag is then cleared until the operation is done. */
    private boolean reopenAfter(ClosedChannelException e, FileChannel seen) throws IOException {
        boolean interrupted = e instanceof ClosedByInterruptException && Thread.interrupted();
        try {
            synchronized (this) {
                if (closed) {
                    throw e;
                }
                if (channel == seen) {
                    reopen();
                }
            }
        } catch (IOException failed) {
            restore(interrupted);
            throw failed;
        }
        return interrupted;
    }

    private void reopen() throws IOException {
        FileChannel opened = null;
        boolean same = false;
        try {
            opened = FileChannel.open(path, options);
            same = Objects.equals(identity, identity(path));
        } catch (NoSuchFileException e) {
            throw new FileRetiredException(path);
        } finally {
            if (!same && opened != null) {
                opened.close();
            }
        }
        if (!same) {
            throw new FileRetiredException(path);
        }
        channel = opened;
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Operation {
        void on(FileChannel channel) throws IOException;
    }
}
