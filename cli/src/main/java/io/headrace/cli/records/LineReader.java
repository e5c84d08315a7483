package io.headrace.cli.records;

import io.headrace.cli.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines, which end with a line feed; a last one may do without. Lines are bytes and stay as they are: a
 * carriage return before the line feed is part of the line. Holds one line at a time.
 */
public final class LineReader {
    private static final int BUFFER_BYTES = 64 * 1024;
    /** What a request may be by default, so no larger record could be sent; without a limit one line could fill the memory. */
    private static final int LONGEST_LINE_BYTES = 100 * 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long lines;
    private long bytes;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its line feed, or null at the end. */
    public byte[] next() throws IOException {
        ByteArrayOutputStream longLine = null;
        while (true) {
            if (position == limit && !fill()) {
                return longLine == null ? null : counted(longLine.toByteArray());
            }
            int end = indexOfLineFeed();
            if (end >= 0 && longLine == null) {
                byte[] line = Arrays.copyOfRange(buffer, position, end);
                position = end + 1;
                return counted(line);
            }
            longLine = longLine == null ? new ByteArrayOutputStream(2 * BUFFER_BYTES) : longLine;
            int stop = end < 0 ? limit : end;
            longLine.write(buffer, position, stop - position);
            position = end < 0 ? stop : stop + 1;
            if (end >= 0) {
                return counted(longLine.toByteArray());
            }
            if (longLine.size() > LONGEST_LINE_BYTES) {
                throw CommandFailure.failed(
                        "line " + (lines + 1) + " is longer than " + LONGEST_LINE_BYTES / (1024 * 1024) + " MiB");
            }
        }
    }

    /** The number of lines read so far, which is that of the last line. */
    public long lines() {
        return lines;
    }

    /** The number of bytes read so far, those that are to become the next lines included. */
    public long bytes() {
        return bytes;
    }

    private byte[] counted(byte[] line) {
        lines++;
        return line;
    }

    private int indexOfLineFeed() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        bytes += limit;
        return limit > 0;
    }
}
