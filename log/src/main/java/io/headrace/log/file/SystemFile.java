package io.headrace.log.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * A {@link FileChannel} that an interrupt does not end.
 *
 * <p>The JDK closes a file channel under all its users when a thread is interrupted during an operation on it. This class
 * then opens the file again, repeats the operation (all are by position, so repeating is safe) and leaves the interrupt
 * flag set for whoever looks at it.
 *
 * <p>Thread safe. {@code channel} and {@code closed} change under this object's lock only.
 */
final class SystemFile implements OpenFile {

    private final Path path;
    private final Set<OpenOption> options;
    private volatile FileChannel channel;
    private volatile boolean closed;

    SystemFile(Path path, FileChannel channel, Set<OpenOption> options) {
        this.path = path;
        this.channel = channel;
        this.options = options;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        boolean interrupted = false;
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
        boolean interrupted = false;
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
        FileChannel current = channel;
        try {
            return current.transferTo(position, count, target);
        } catch (ClosedChannelException e) {
            if (current.isOpen()) {
                throw e; // It is the target that was closed.
            }
            // How much reached the target is unknown, so this one is not repeated; the file stays good for others.
            restore(reopenAfter(e, current));
            throw e;
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
        boolean interrupted = false;
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
                    channel = FileChannel.open(path, options);
                }
            }
        } catch (IOException failed) {
            restore(interrupted);
            throw failed;
        }
        return interrupted;
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
