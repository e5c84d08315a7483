package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The reference in the documentation is what the commands say. To write it anew after a change:
 * {@code mvn -pl cli test -Dtest=ReferenceTest -Dheadrace.reference.write=true}.
 */
class ReferenceTest {
    private static final Path DOCUMENT = Path.of("../docs/cli.md");
    private static final String BEGIN = "<!-- From here on made by `headrace reference`. -->\n\n";

    @Test
    void theDocumentationSaysWhatTheCommandsSay() throws IOException {
        Cli.Result reference = Cli.run("reference");
        assertEquals(0, reference.exitCode(), reference.err());
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN);
        assertTrue(begin > 0, "the mark of where it begins");
        if (Boolean.getBoolean("headrace.reference.write")) {
            Files.writeString(DOCUMENT, document.substring(0, begin) + BEGIN + reference.out());
            return;
        }
        assertEquals(reference.out(), document.substring(begin + BEGIN.length()));
    }

    @Test
    void everyCommandIsToldWithItsOptionsAndItsSchema() {
        String reference = Cli.run("reference").out();
        assertTrue(reference.contains("### headrace groups describe\n"));
        assertTrue(reference.contains("| `partitions[].lag` | integer | how many records are still to be read;"));
        assertTrue(reference.contains("| `-p`, `--partitions N` | ") || reference.contains("`-p`, `--partitions N`"));
        assertFalse(reference.contains("### headrace prepare"), "what is hidden stays so");
        assertFalse(reference.contains("${"), "all variables have their values");
    }
}
