package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProduceConsumeTest {
    private Path directory;
    private HeadraceBroker broker;
    private int topics;

    @BeforeAll
    void start(@TempDir Path shared) {
        directory = shared;
        broker = HeadraceBroker.start(
                Map.of("log.dirs", directory.resolve("data").toString(), "port", "0"));
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void linesComeBackAsTheyWere() {
        String topic = topic(1);
        Cli.Result sent = in("one\n\ntwo\r\nlast without end", "produce", topic);
        assertEquals(new Cli.Result(0, "", "sent 4 records to " + topic + "\n"), sent);
        assertEquals(
                new Cli.Result(0, "one\n\ntwo\r\nlast without end\n", ""), on("consume", topic, "--from-beginning"));
    }

    @Test
    void keysTombstonesAndHeaders() {
        String topic = topic(1);
        Cli.Result sent = in(
                "k1::v1\nk2::NULL\n::v3\n",
                "produce",
                topic,
                "-k",
                "::",
                "--null-value",
                "NULL",
                "-H",
                "a=1",
                "-H",
                "a=2",
                "-q");
        assertEquals(new Cli.Result(0, "", ""), sent);
        assertEquals(
                "k1=v1\nk2=-\n=v3\n",
                on("consume", topic, "--format", "key-value", "-k", "=", "--null-value", "-")
                        .out());
        List<String> json = on("consume", topic, "--format", "json").lines();
        assertEquals(3, json.size());
        assertTrue(
                json.get(1)
                        .matches("\\{\"topic\":\"" + topic
                                + "\",\"partition\":0,\"offset\":1,\"timestamp\":\\d{13},\"timestampType\":\"CreateTime\","
                                + "\"key\":\"k2\",\"value\":null,\"headers\":\\[\\{\"key\":\"a\",\"value\":\"1\"},"
                                + "\\{\"key\":\"a\",\"value\":\"2\"}]}"),
                json.get(1));
    }

    @Test
    void bytesThatAreNoTextAreBase64InJson() {
        String topic = topic(1);
        InputStream bytes = new ByteArrayInputStream(new byte[] {(byte) 0xff, 0, 1, '\n'});
        Cli.runWith(bytes, "produce", topic, "--bootstrap-server", broker.bootstrapServers());
        String json = on("consume", topic, "--format", "json").out();
        assertTrue(json.contains("\"key\":null,\"valueBase64\":\"/wAB\""), json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void everyCodecAndManyRecordsFromAFile(String codec) throws IOException {
        String topic = topic(3);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            lines.append("key")
                    .append(i % 7)
                    .append(':')
                    .append("value ")
                    .append(i)
                    .append('\n');
        }
        Path file = Files.writeString(directory.resolve("lines-" + codec), lines);
        assertEquals(
                0,
                on("produce", topic, file.toString(), "-k", ":", "--compression", codec)
                        .exitCode());
        Cli.Result read = on("consume", topic, "--format", "key-value", "-k", ":");
        List<String> sorted = new ArrayList<>(read.lines());
        assertEquals(5000, sorted.size());
        Map<String, Integer> last = new HashMap<>();
        for (String line : sorted) {
            int number = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            String key = line.substring(0, line.indexOf(':'));
            assertTrue(last.getOrDefault(key, -1) < number, "per key in order");
            last.put(key, number);
        }
        List<String> expected = new ArrayList<>(lines.toString().lines().toList());
        Collections.sort(expected);
        Collections.sort(sorted);
        assertEquals(expected, sorted);
    }

    @Test
    void readingCanBeginAndEndAnywhere() {
        String topic = topic(1);
        in("a\nb\nc\nd\ne\n", "produce", topic);
        assertEquals("a\nb\n", on("consume", topic, "-n", "2").out());
        assertEquals("d\ne\n", on("consume", topic, "--offset", "3").out());
        assertEquals("d\ne\n", on("consume", topic, "--offset", "-2").out());
        assertEquals("a\nb\nc\nd\ne\n", on("consume", topic, "--offset=-99").out());
        assertEquals("", on("consume", topic, "--offset", "99").out());
        assertEquals("", on("consume", topic, "--from-time", "2100-01-01").out());
        assertEquals(
                "a\nb\nc\nd\ne\n",
                on("consume", topic, "--from-time", "2020-01-01T00:00:00Z").out());
        assertEquals("a\n", on("consume", topic, "--from-time", "0", "-n", "1").out());
    }

    @Test
    void partitionsCanBeChosen() {
        String topic = topic(3);
        in("p1\n", "produce", topic, "--partition", "1");
        in("p2\n", "produce", topic, "--partition", "2");
        assertEquals("p1\n", on("consume", topic, "--partition", "1").out());
        assertEquals("", on("consume", topic, "--partition", "0").out());
        assertEquals(
                2,
                on("consume", topic, "--partition", "1", "--partition", "2")
                        .lines()
                        .size());
        assertEquals(2, on("consume", topic, "--partition", "1,2").lines().size());
        assertFailure(
                "headrace consume: topic '" + topic + "' has partitions 0 to 2, but no partition 3\n",
                on("consume", topic, "--partition", "3"));
        assertFailure(
                "headrace produce: topic '" + topic + "' has partitions 0 to 2, but no partition 3\n",
                on("produce", topic, "--partition", "3"));
    }

    @Test
    void followingWaitsForMoreAndBeginsWithWhatIsNew() throws Exception {
        String topic = topic(1);
        in("old\n", "produce", topic);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicInteger exitCode = new AtomicInteger(-1);
        Thread following = new Thread(() -> exitCode.set(Headrace.run(
                new Console(InputStream.nullInputStream(), out, OutputStream.nullOutputStream(), false),
                "consume",
                topic,
                "--follow",
                "-n",
                "2",
                "-b",
                broker.bootstrapServers())));
        following.start();
        // It begins at the end as it is when it looks: send until it has seen one.
        int sent = 0;
        while (out.size() == 0 && sent < 200) {
            in("new " + sent++ + "\n", "produce", topic, "-q");
        }
        in("more\n", "produce", topic, "-q");
        following.join(30_000);
        assertEquals(0, exitCode.get());
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("new "), text);
        assertEquals(2, text.lines().count());
    }

    @Test
    void whenNobodyReadsTheResultTheCommandEndsQuietly() {
        String topic = topic(1);
        in("a\n".repeat(10), "produce", topic);
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        for (String format : List.of("value", "key-value", "json")) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Console console = new Console(InputStream.nullInputStream(), closed, err, false);
            assertEquals(
                    0, Headrace.run(console, "consume", topic, "--format", format, "-b", broker.bootstrapServers()));
            assertEquals("", err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aTopicThatIsNotThereIsAFailureUnlessItMayBeCreated(TestInfo info) {
        assertFailure(
                "headrace produce: topic 'nope' does not exist; headrace topics list says which there are\n",
                in("x\n", "produce", "nope"));
        assertFailure(
                "headrace consume: topic 'nope' does not exist; headrace topics list says which there are\n",
                on("consume", "nope"));
        assertEquals(0, in("x\n", "produce", "made", "--create-topic").exitCode());
        assertEquals("x\n", on("consume", "made").out());
        assertTrue(on("topics", "list").lines().contains("made"));
        assertTrue(!on("topics", "list").lines().contains("nope"), info.getDisplayName());
    }

    @Test
    void wrongInputIsNamed() {
        String topic = topic(1);
        assertEquals(
                new Cli.Result(3, "", "headrace produce: line 2 has no key separator ':'; 1 line was sent\n"),
                in("a:b\nnothing\nc:d\n", "produce", topic, "-k", ":"));
        assertEquals("b\n", on("consume", topic).out());
        assertFailure(
                "headrace produce: line 1 has no key separator ':'\n", in("nothing\n", "produce", topic, "-k", ":"));
        Path missing = directory.resolve("missing");
        assertFailure(
                "headrace produce: cannot read " + missing + ": no such file\n",
                on("produce", topic, missing.toString()));
        assertFailure(
                "headrace produce: cannot read " + directory + ": it is a directory\n",
                on("produce", topic, directory.toString()));
        Cli.Result large = in("x".repeat(2_000_000) + "\n", "produce", topic);
        assertEquals(1, large.exitCode());
        assertTrue(large.err().startsWith("headrace produce: line 1 could not be sent: "), large.err());
        assertEquals(1, large.err().lines().count());
        Cli.Result partly = in("c\nd\n" + "x".repeat(2_000_000) + "\n", "produce", topic);
        assertEquals(3, partly.exitCode(), partly.err());
        assertTrue(partly.err().startsWith("headrace produce: line 3 could not be sent: "), partly.err());
        assertTrue(partly.err().endsWith("; 2 lines were sent\n"), partly.err());
        assertEquals("b\nc\nd\n", on("consume", topic).out());
    }

    @Test
    void aLongInputNeedsLittleMemory() {
        String topic = topic(1);
        long lines = 2_000_000;
        byte[] line = ("0123456789".repeat(10) + "\n").getBytes(StandardCharsets.UTF_8);
        InputStream endless = new InputStream() {
            private long left = lines * line.length;

            @Override
            public int read() {
                throw new UnsupportedOperationException("one byte at a time");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int count = (int) Math.min(left, length);
                for (int i = 0; i < count; i++) {
                    buffer[offset + i] = line[(int) ((lines * line.length - left + i) % line.length)];
                }
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        Cli.Result sent = Cli.runWith(
                endless, "produce", topic, "--compression", "lz4", "--bootstrap-server", broker.bootstrapServers());
        assertEquals("sent " + lines + " records to " + topic + "\n", sent.err());
        long[] count = new long[1];
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int b) {
                count[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                count[0] += length;
            }
        };
        Console console = new Console(InputStream.nullInputStream(), counting, OutputStream.nullOutputStream(), false);
        assertEquals(0, Headrace.run(console, "consume", topic, "-b", broker.bootstrapServers()));
        assertEquals(lines * line.length, count[0]);
    }

    private static void assertFailure(String err, Cli.Result result) {
        assertEquals(new Cli.Result(1, "", err), result);
    }

    private String topic(int partitions) {
        String topic = "topic-" + topics++;
        assertEquals(
                0,
                on("topics", "create", topic, "--partitions", Integer.toString(partitions))
                        .exitCode());
        return topic;
    }

    private Cli.Result on(String... args) {
        return Cli.on(broker.bootstrapServers(), args);
    }

    private Cli.Result in(String stdin, String... args) {
        return Cli.onWith(broker.bootstrapServers(), stdin, args);
    }
}
