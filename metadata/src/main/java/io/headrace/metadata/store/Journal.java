package io.headrace.metadata.store;

import io.headrace.common.Uuid;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.store.JournalFormat.Frame;
import io.headrace.metadata.store.JournalFormat.Header;
import io.headrace.metadata.store.JournalFormat.UnreadableFrameException;
import io.headrace.metadata.store.MetadataStore.Commit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal file of the local store: {@link #append} returns once the bytes are on the medium; {@link #compact}
 * replaces the file by a snapshot in a way that a crash at any moment leaves either the old or the new file in place.
 *
 * <p>Owner: the store's thread; everything here blocks. Holds an exclusive lock on the file. After a failed append it
 * never writes again before the remains of that append are gone.
 */
final class Journal implements AutoCloseable {
    static final String FILE_NAME = "headrace-metadata.journal";
    static final String NEW_FILE_NAME = FILE_NAME + ".new";
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final Path directory;
    private final Path file;
    private final JournalIo io;
    private final Uuid clusterId;
    private FileChannel channel;
    /** Bytes up to here are committed; what lies beyond is the remains of an append that failed. */
    private long end;

    /** How many bytes of the file its header and the snapshot it begins with take. */
    private long baseBytes = JournalFormat.HEADER_BYTES;

    private boolean remainsBeyondEnd;
    private boolean renameUnforced;
    private ClusterImage image;
    private int seatEpoch;

    private Journal(Path directory, JournalIo io, FileChannel channel, Uuid clusterId) {
        this.directory = directory;
        this.file = directory.resolve(FILE_NAME);
        this.io = io;
        this.channel = channel;
        this.clusterId = clusterId;
        this.image = ClusterImage.empty(clusterId.toString());
    }

    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(FILE_NAME));
    }

    /** A journal of a new cluster, with nothing in it. */
    static Journal create(Path directory, Uuid clusterId, JournalIo io) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = writeNew(directory, new Header(clusterId, 0), null, io);
            try {
                io.rename(directory.resolve(NEW_FILE_NAME), directory.resolve(FILE_NAME));
                io.forceDirectory(directory);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            Journal journal = new Journal(directory, io, channel, clusterId);
            journal.end = JournalFormat.HEADER_BYTES;
            return journal;
        } catch (IOException e) {
            throw new KafkaStorageException(
                    "cannot create the metadata journal " + directory.resolve(FILE_NAME) + ": " + reason(e), e);
        }
    }

    /**
     * Opens the journal and reads it to its end. An incomplete frame at the end, which a crash in the middle of an
     * append leaves, is cut off.
     *
     * @throws CorruptMetadataException when anything else is wrong with it
     */
    static Journal open(Path directory, JournalIo io) {
        Path file = directory.resolve(FILE_NAME);
        FileChannel channel = null;
        try {
            // What a compaction that did not come to its end has left.
            Files.deleteIfExists(directory.resolve(NEW_FILE_NAME));
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, file);
            ByteBuffer bytes = readAll(channel);
            Header header = JournalFormat.readHeader(bytes, file);
            Journal journal = new Journal(directory, io, channel, header.clusterId());
            journal.replay(bytes, header);
            return journal;
        } catch (IOException e) {
            closeQuietly(channel, file);
            throw new KafkaStorageException("cannot open the metadata journal " + file + ": " + reason(e), e);
        } catch (RuntimeException e) {
            closeQuietly(channel, file);
            throw e;
        }
    }

    Uuid clusterId() {
        return clusterId;
    }

    /** The image that the journal leads to. */
    ClusterImage image() {
        return image;
    }

    /** The largest epoch of a seat that committed. */
    int seatEpoch() {
        return seatEpoch;
    }

    long sizeInBytes() {
        return end;
    }

    /** The size that the file had when it was last rewritten. */
    long baseBytes() {
        return baseBytes;
    }

    /**
     * Adds commits, all of them or none, with one write and one fsync.
     *
     * @param commits the commits, in the order of their versions
     * @param after the image they lead to
     * @throws KafkaStorageException when they could not be made durable
     */
    void append(List<Commit> commits, ClusterImage after) {
        ByteBuffer frame = JournalFormat.frame(JournalFormat.COMMITS, commits);
        long size = frame.remaining();
        try {
            repair();
            remainsBeyondEnd = true;
            io.write(channel, frame, end);
            io.force(channel);
            remainsBeyondEnd = false;
        } catch (IOException e) {
            cutOffRemains();
            throw new KafkaStorageException(
                    "metadata commit " + commits.get(0).version() + " could not be written to " + file + ": "
                            + reason(e),
                    e);
        }
        end += size;
        image = after;
        seatEpoch = commits.get(commits.size() - 1).seatEpoch();
    }

    /** Replaces the file by one that holds a snapshot of {@link #image}. When that fails, the old file stays in use. */
    void compact() throws IOException {
        repair();
        Commit state = new Commit(image.version(), seatEpoch, image.records());
        ByteBuffer snapshot = JournalFormat.frame(JournalFormat.SNAPSHOT, List.of(state));
        long size = (long) JournalFormat.HEADER_BYTES + snapshot.remaining();
        FileChannel replacement = writeNew(directory, new Header(clusterId, image.version()), snapshot, io);
        try {
            io.rename(directory.resolve(NEW_FILE_NAME), file);
        } catch (IOException e) {
            replacement.close();
            Files.deleteIfExists(directory.resolve(NEW_FILE_NAME));
            throw e;
        }
        FileChannel replaced = channel;
        channel = replacement;
        end = size;
        baseBytes = size;
        // Until the new name is on the medium a power loss could bring back the old file, without later commits.
        renameUnforced = true;
        replaced.close();
        repair();
    }

    @Override
    public void close() {
        closeQuietly(channel, file);
    }

    private void replay(ByteBuffer bytes, Header header) throws IOException {
        int at = JournalFormat.HEADER_BYTES;
        if (header.baseVersion() > 0) {
            at = replaySnapshot(bytes, header.baseVersion());
            baseBytes = at;
        }
        while (at < bytes.limit()) {
            int size = JournalFormat.validFrameAt(bytes, at);
            if (size < 0) {
                cutOffTornFrame(bytes, at);
                break;
            }
            Frame frame = read(bytes, at);
            if (frame.kind() != JournalFormat.COMMITS) {
                throw corrupt(at, "a snapshot stands where a commit should");
            }
            for (Commit commit : frame.entries()) {
                replay(commit, at);
            }
            at += size;
        }
        end = at;
    }

    private int replaySnapshot(ByteBuffer bytes, long baseVersion) {
        int at = JournalFormat.HEADER_BYTES;
        int size = JournalFormat.validFrameAt(bytes, at);
        if (size < 0) {
            // A snapshot was on the medium before the file got its name: no crash explains this.
            throw corrupt(at, "the snapshot of version " + baseVersion + " that it begins with is damaged");
        }
        Frame frame = read(bytes, at);
        Commit state = frame.entries().get(0);
        if (frame.kind() != JournalFormat.SNAPSHOT || state.version() != baseVersion) {
            throw corrupt(at, "the snapshot of version " + baseVersion + " is missing");
        }
        apply(state, at);
        return at + size;
    }

    private void replay(Commit commit, int at) {
        if (commit.version() != image.version() + 1) {
            throw corrupt(at, "commit " + commit.version() + " follows commit " + image.version());
        }
        apply(commit, at);
    }

    private void apply(Commit commit, int at) {
        try {
            image = image.apply(commit.records(), commit.version()).after();
        } catch (IllegalStateException e) {
            throw new CorruptMetadataException(
                    describe(at, "commit " + commit.version() + " makes no sense: " + e.getMessage()), e);
        }
        seatEpoch = commit.seatEpoch();
    }

    private Frame read(ByteBuffer bytes, int at) {
        try {
            return JournalFormat.readFrame(bytes, at);
        } catch (UnreadableFrameException e) {
            throw new CorruptMetadataException(describe(at, e.getMessage()), e);
        }
    }

    /** A frame that is not whole can only be the last: an append begins after the one before it is on the medium. */
    private void cutOffTornFrame(ByteBuffer bytes, int at) throws IOException {
        for (int later = at + 1; later <= bytes.limit() - JournalFormat.FRAME_HEADER_BYTES; later++) {
            if (JournalFormat.validFrameAt(bytes, later) > 0) {
                throw corrupt(
                        at,
                        "the commit after version " + image.version() + " is damaged, and a whole one follows at byte "
                                + later);
            }
        }
        log.info(
                "metadata journal {}: cut off {} bytes at byte {}, an append that was under way when the broker died;"
                        + " going on from version {}",
                file,
                bytes.limit() - at,
                at,
                image.version());
        io.truncate(channel, at);
        io.force(channel);
    }

    private CorruptMetadataException corrupt(int at, String what) {
        return new CorruptMetadataException(describe(at, what));
    }

    private String describe(int at, String what) {
        return "metadata journal " + file + " is damaged at byte " + at + ": " + what;
    }

    /** Sets right what an earlier failure left undone. */
    private void repair() throws IOException {
        if (remainsBeyondEnd) {
            io.truncate(channel, end);
            io.force(channel);
            remainsBeyondEnd = false;
        }
        if (renameUnforced) {
            io.forceDirectory(directory);
            renameUnforced = false;
        }
    }

    private void cutOffRemains() {
        if (!remainsBeyondEnd) {
            return;
        }
        try {
            repair();
        } catch (IOException e) {
            log.debug("metadata journal {}: the remains of a failed append are cut off before the next", file, e);
        }
    }

    private static FileChannel writeNew(Path directory, Header header, ByteBuffer snapshot, JournalIo io)
            throws IOException {
        Path file = directory.resolve(NEW_FILE_NAME);
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            lock(channel, file);
            io.write(channel, JournalFormat.header(header), 0);
            if (snapshot != null) {
                io.write(channel, snapshot, JournalFormat.HEADER_BYTES);
            }
            io.force(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel, file);
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Reads through the locked channel: closing a second one of the same file would give up the lock (POSIX). */
    private static ByteBuffer readAll(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // A read may return fewer bytes than asked for.
        }
        return bytes.flip();
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new KafkaStorageException("metadata journal " + file + " is in use by another broker");
        }
    }

    private static void closeQuietly(FileChannel channel, Path file) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.debug("closing {}", file, e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.toString();
    }
}
