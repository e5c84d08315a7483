package io.headrace.log.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * An open file, addressed by position only.
 *
 * <p>Thread safe: reads may run while another thread writes elsewhere in the file. Which thread writes is for the holder
 * to say.
 */
public interface OpenFile extends AutoCloseable {

    /**
     * Reads until {@code target} is full or the file ends.
     *
     * @return the number of bytes read, 0 at the end of the file
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all of {@code source}. When it fails, a part may have been written. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Passes up to {@code count} bytes to {@code target} without a copy where the system can; fewer is not an error. */
    long transferTo(long position, long count, WritableByteChannel target) throws IOException;

    /** Cuts the file; does nothing if it is not longer than {@code size}. */
    void truncate(long size) throws IOException;

    /** Makes the file at least {@code size} bytes long; the new bytes are zero. */
    void extend(long size) throws IOException;

    /** Forces the file's content to stable storage. */
    void force() throws IOException;

    /** The length of the file in bytes. */
    long size() throws IOException;

    /**
     * The channel below, for a zero-copy send. Neither its position may be moved nor may it be closed.
     */
    FileChannel channel();

    @Override
    void close() throws IOException;
}
