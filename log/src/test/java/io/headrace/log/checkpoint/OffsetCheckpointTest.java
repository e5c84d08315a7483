package io.headrace.log.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.TopicPartition;
import io.headrace.log.file.FileIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetCheckpointTest {

    @TempDir
    Path directory;

    private OffsetCheckpoint checkpoint() {
        return new OffsetCheckpoint(FileIo.system(), directory.resolve("offsets"));
    }

    @Test
    void noFileMeansNoOffsets() throws IOException {
        assertEquals(Map.of(), checkpoint().read());
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Random random = new Random(7);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            offsets.put(new TopicPartition("topic." + random.nextInt(20), i), random.nextLong() >>> 1);
            checkpoint().write(offsets);
            assertEquals(offsets, checkpoint().read());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", it is empty",
                "\"0\n\", it has no entry count",
                "\"1\n0\n\", unknown version '1'",
                "\"0\nx\n\", 'x' is no number",
                "\"0\n2\na 0 5\n\", it states 2 entries and has 1",
                "\"0\n1\na 0 5\", its last line is cut off",
                "\"0\n1\na 0\n\", 'a 0' has not three words",
                "\"0\n1\na 0 \n\", '' is no number",
                "\"0\n1\na -1 5\n\", 'a -1 5' has a negative number",
                "\"0\n1\na 0 -5\n\", 'a 0 -5' has a negative number",
                "\"0\n2\na 0 5\na 0 6\n\", 'a 0 6' is there twice",
            })
    void anythingElseIsMalformed(String content, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("offsets"), content == null ? "" : content);
        MalformedCheckpointException refused = assertThrows(
                MalformedCheckpointException.class, () -> checkpoint().read());
        assertEquals(file + " is malformed: " + why, refused.getMessage());
    }
}
