package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.testsupport.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ManualClock clock = new ManualClock(0);

    @Test
    void aTerminalIsToldTenTimesASecondAtMostAndLeftClean() {
        Progress progress = progress(true, 100_000);
        for (int i = 1; i <= 2560; i++) {
            progress.at(i);
            if (i % 256 == 0) {
                clock.advance(Duration.ofMillis(50));
            }
        }
        progress.close();
        String empty = " ".repeat(24);
        assertEquals(
                "\rsending [" + empty + "]   0 %  768 records  7,680/s"
                        + "\rsending [" + empty + "]   1 %  1,280 records  6,400/s"
                        + "\rsending [" + empty + "]   1 %  1,792 records  5,973/s"
                        + "\rsending [" + empty + "]   2 %  2,304 records  5,760/s"
                        + "\r" + " ".repeat(64) + "\r",
                text());
    }

    @Test
    void whereTheEndIsNotKnownOnlyTheCountIsTold() {
        Progress progress = progress(true, -1);
        clock.advance(Duration.ofSeconds(1));
        progress.at(256);
        assertEquals("\rsending  256 records  256/s", text());
    }

    @Test
    void theBarFillsByWhatIsKnownBeforehand() {
        Progress progress = progress(true, 1_000);
        clock.advance(Duration.ofSeconds(1));
        progress.at(256, 500);
        assertEquals("\rsending [" + "#".repeat(12) + " ".repeat(12) + "]  50 %  256 records  256/s", text());
    }

    @Test
    void whatIsNoTerminalIsToldNothing() {
        Progress progress = progress(false, 10);
        clock.advance(Duration.ofSeconds(1));
        progress.at(256);
        progress.close();
        assertEquals("", text());
    }

    private Progress progress(boolean terminal, long total) {
        Console console = new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, terminal);
        return new Progress(console, "sending", total, clock::nanoTime);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
