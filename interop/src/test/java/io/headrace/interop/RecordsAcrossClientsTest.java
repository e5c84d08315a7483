package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.RecordClient.PlainRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record written by any client is read identically by all of them, with every codec, on both brokers. */
class RecordsAcrossClientsTest {

    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
    private static final RecordClient HEADRACE = new io.headrace.interop.contract.JavaRecordClient();
    private static final RecordClient APACHE = new io.headrace.interop.apachecontract.JavaRecordClient();
    private static Kcat kcat;

    @BeforeAll
    static void findKcat() {
        kcat = Kcat.installed();
    }

    static Stream<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (Target target : Target.values()) {
            for (RecordClient writer : List.of(HEADRACE, APACHE, new Kcat())) {
                for (String codec : CODECS) {
                    all.add(Arguments.of(target, writer, codec));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{1} writes {2} to {0}")
    @MethodSource("combinations")
    void everyReaderSeesWhatWasWritten(Target target, RecordClient writer, String codec) throws Exception {
        String topic = Target.topic("across");
        try (Admin admin = Admin.create(java.util.Map.of("bootstrap.servers", target.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        List<PlainRecord> written = records();
        writer.write(target.bootstrapServers(), topic, codec, written);
        for (RecordClient reader : List.of(HEADRACE, APACHE, kcat)) {
            List<PlainRecord> read = reader.read(target.bootstrapServers(), topic, written.size());
            if (writer instanceof Kcat) {
                assertEquals(
                        written.stream().map(PlainRecord::withoutTime).toList(),
                        read.stream().map(PlainRecord::withoutTime).toList(),
                        reader.toString());
                assertEquals(APACHE.read(target.bootstrapServers(), topic, written.size()), read, reader.toString());
            } else {
                assertEquals(written, read, reader.toString());
            }
        }
    }

    /** Runs of equal records compress well, so that no client falls back to writing them plain. */
    private static List<PlainRecord> records() {
        List<PlainRecord> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(new PlainRecord(
                    "key-" + i, "a value that repeats itself ".repeat(3) + i, List.of(), 1_700_000_000_000L + i + 1));
        }
        records.add(new PlainRecord(
                "with-headers",
                "\u00fcml\u00e4ut \u65e5\u672c",
                List.of("trace", "abc", "trace", "def", "empty", ""),
                1_700_000_000_500L));
        records.add(new PlainRecord("tombstone", null, List.of(), 1_700_000_000_400L));
        return records;
    }
}
