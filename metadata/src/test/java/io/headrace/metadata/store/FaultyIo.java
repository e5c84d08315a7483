package io.headrace.metadata.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Counts the steps to the disk, and lets the ones it is told to fail: full disk, failed fsync, sudden death. */
class FaultyIo extends JournalIo {
    /** The process is dead from here on: nothing more reaches the disk, no clean-up either. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    volatile long roomBytes = Long.MAX_VALUE;
    volatile boolean failForce;
    volatile boolean failTruncate;
    volatile boolean failRename;
    volatile boolean failForceDirectory;
    volatile int stepsToLive = Integer.MAX_VALUE;
    volatile CountDownLatch forceGate;
    final List<String> steps = new ArrayList<>();

    @Override
    void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        boolean dies = step("write");
        if (bytes.remaining() > roomBytes || dies) {
            // As a real disk does: what fits is written.
            int fits = (int) Math.min(roomBytes, bytes.remaining() / 2);
            super.write(file, bytes.slice(bytes.position(), fits), position);
            if (dies) {
                throw new Death();
            }
            throw new IOException("No space left on device");
        }
        super.write(file, bytes, position);
    }

    @Override
    void force(FileChannel file) throws IOException {
        if (step("force")) {
            throw new Death();
        }
        CountDownLatch gate = forceGate;
        if (gate != null) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (failForce) {
            throw new IOException("Input/output error");
        }
        super.force(file);
    }

    @Override
    void truncate(FileChannel file, long size) throws IOException {
        if (step("truncate")) {
            throw new Death();
        }
        if (failTruncate) {
            throw new IOException("Input/output error");
        }
        super.truncate(file, size);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        if (step("rename")) {
            throw new Death();
        }
        if (failRename) {
            throw new IOException("Input/output error");
        }
        super.rename(from, to);
    }

    @Override
    void forceDirectory(Path directory) throws IOException {
        if (step("force directory")) {
            throw new Death();
        }
        if (failForceDirectory) {
            throw new IOException("Input/output error");
        }
        super.forceDirectory(directory);
    }

    private synchronized boolean step(String name) {
        steps.add(name);
        return stepsToLive-- <= 0;
    }
}
