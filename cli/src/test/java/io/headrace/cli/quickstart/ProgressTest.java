package io.headrace.cli.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.cli.Console;
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
        progress.done();
        assertEquals(
                "\rsending record 768 of 100,000 (0 %)\rsending record 1,280 of 100,000 (1 %)"
                        + "\rsending record 1,792 of 100,000 (1 %)\rsending record 2,304 of 100,000 (2 %)"
                        + "\r" + " ".repeat(60) + "\r",
                text());
    }

    @Test
    void whereTheEndIsNotKnownOnlyTheCountIsTold() {
        Progress progress = progress(true, -1);
        clock.advance(Duration.ofSeconds(1));
        progress.at(256);
        assertEquals("\rsending record 256", text());
    }

    @Test
    void whatIsNoTerminalIsToldNothing() {
        Progress progress = progress(false, 10);
        clock.advance(Duration.ofSeconds(1));
        progress.at(256);
        progress.done();
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
