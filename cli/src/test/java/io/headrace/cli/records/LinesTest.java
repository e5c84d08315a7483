package io.headrace.cli.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Times;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    @Test
    void linesAreCutWhereverTheStreamIsCut() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<byte[]> expected = new ArrayList<>();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 50; i++) {
                byte[] line = new byte[random.nextInt(10) == 0 ? random.nextInt(300_000) : random.nextInt(100)];
                random.nextBytes(line);
                for (int b = 0; b < line.length; b++) {
                    line[b] = line[b] == '\n' ? 0 : line[b];
                }
                expected.add(line);
                all.writeBytes(line);
                all.write('\n');
            }
            LineReader reader = new LineReader(inPieces(all.toByteArray(), random));
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i), reader.next(), "seed " + seed + " line " + i);
                assertEquals(i + 1, reader.lines());
            }
            assertNull(reader.next());
            assertNull(reader.next());
        }
    }

    @Test
    void aLastLineMayDoWithoutItsEnd() throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream("a\n\nb".getBytes(StandardCharsets.UTF_8)));
        assertEquals("a", text(reader.next()));
        assertEquals("", text(reader.next()));
        assertEquals("b", text(reader.next()));
        assertNull(reader.next());
        assertNull(new LineReader(InputStream.nullInputStream()).next());
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };
        CommandFailure failure = assertThrows(CommandFailure.class, () -> new LineReader(endless).next());
        assertEquals("line 1 is longer than 100 MiB", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "k:v, :, k, v",
        "k:v:w, :, k, v:w",
        ":v, :, '', v",
        "k:, :, k, ''",
        "k=>v, =>, k, v",
        "a=b=>c, =>, a=b, c",
    })
    void theFirstSeparatorCounts(String line, String separator, String key, String value) {
        LineFormat.Parts parts = new LineFormat(separator, null).parse(line.getBytes(StandardCharsets.UTF_8), 1);
        assertEquals(key, text(parts.key()));
        assertEquals(value, text(parts.value()));
    }

    @Test
    void onlyTheWholeValueIsATombstone() {
        LineFormat format = new LineFormat(":", "NULL");
        assertNull(format.parse("k:NULL".getBytes(StandardCharsets.UTF_8), 1).value());
        assertEquals(
                "NULLS",
                text(format.parse("k:NULLS".getBytes(StandardCharsets.UTF_8), 1).value()));
        assertNull(new LineFormat(null, "NULL")
                .parse("NULL".getBytes(StandardCharsets.UTF_8), 1)
                .value());
        assertThrows(CommandFailure.class, () -> new LineFormat("", null));
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000123, 2023-11-14T22:13:20.123Z",
        "0, 1970-01-01T00:00:00Z",
        "2026-01-31, 2026-01-30T23:00:00Z",
        "2026-01-31T15:04, 2026-01-31T14:04:00Z",
        "2026-01-31T15:04:05.5, 2026-01-31T14:04:05.500Z",
        "2026-01-31T15:04:05Z, 2026-01-31T15:04:05Z",
        "2026-01-31T15:04:05+02:00, 2026-01-31T13:04:05Z",
    })
    void timesCanBeWrittenInSeveralWays(String text, Instant expected) {
        assertEquals(expected.toEpochMilli(), Times.parse("--from-time", text, ZoneId.of("Europe/Berlin")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "noon", "2026-13-01", "2026-01-31 15:04", "-5", "99999999999999999999", "2026-01-31T25:00"})
    void whatIsNoTimeIsRefused(String text) {
        assertThrows(CommandFailure.class, () -> Times.parse("--from-time", text, ZoneId.of("UTC")));
    }

    private static InputStream inPieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(40_000)));
            }
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
