package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.broker.server.HeadraceBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker with a real log, inside the test's JVM. */
class OrderBookTest {

    @Test
    void theLatestStateOfEachOrderIsRebuilt(@TempDir Path data) throws Exception {
        try (HeadraceBroker broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", data.toString()))) {
            OrderBook book = new OrderBook(broker.bootstrapServers());
            book.createTopic();
            book.write(List.of(
                    Map.entry("1", "new"), Map.entry("2", "new"), Map.entry("1", "paid"), Map.entry("1", "shipped")));
            assertEquals(Map.of("1", "shipped", "2", "new"), book.latest());
        }
    }
}
