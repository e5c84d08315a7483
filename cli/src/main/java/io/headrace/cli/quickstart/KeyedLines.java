package io.headrace.cli.quickstart;

import io.headrace.cli.records.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a file as keyed records: a line's key is what stands before its first tab, comma, semicolon or space. */
final class KeyedLines implements RecordSource {
    /** A line without any of them is its own key, but not endlessly. */
    private static final int LONGEST_KEY_BYTES = 64;

    private final LineReader lines;

    KeyedLines(InputStream in) {
        this.lines = new LineReader(in);
    }

    @Override
    public KeyedRecord next() throws IOException {
        byte[] line = lines.next();
        return line == null ? null : new KeyedRecord(key(line), line);
    }

    static byte[] key(byte[] line) {
        int end = 0;
        while (end < line.length && end < LONGEST_KEY_BYTES && !isSeparator(line[end])) {
            end++;
        }
        return Arrays.copyOf(line, end);
    }

    private static boolean isSeparator(byte b) {
        return b == '\t' || b == ',' || b == ';' || b == ' ';
    }
}
