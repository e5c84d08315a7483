package io.headrace.cli.quickstart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final List<String> RECORDS = List.of("a", "b", "c", "d");

    @Test
    void whatCameBackAsItWasSentIsFine() {
        assertEquals(List.of(), sent().differences(tally(RECORDS)));
        assertEquals(4, sent().records());
        assertEquals(12, sent().bytes());
    }

    @Test
    void whateverIsDifferentIsNoticed() {
        assertDifference(List.of("a", "b", "c"), "4 records were sent, but 3 were read");
        assertDifference(List.of("a", "b", "c", "d", "d"), "4 records were sent, but 5 were read");
        assertDifference(List.of("a", "c", "b", "d"), "partition 0: what was read is not what was sent");
        assertDifference(List.of("a", "b", "c", "D"), "partition 0: what was read is not what was sent");
        assertDifference(List.of(), "4 records were sent, but 0 were read");
    }

    @Test
    void itMattersWhereAKeyEndsAndWhichPartitionARecordIsIn() {
        Tally one = new Tally();
        one.add(0, 0, bytes("ab"), bytes("c"));
        Tally other = new Tally();
        other.add(0, 0, bytes("a"), bytes("bc"));
        assertEquals(List.of("partition 0: what was read is not what was sent"), one.differences(other));

        Tally here = new Tally();
        here.add(0, 0, bytes("k"), bytes("v"));
        Tally there = new Tally();
        there.add(1, 0, bytes("k"), bytes("v"));
        assertEquals(List.of("partition 0: what was read is not what was sent"), here.differences(there));
    }

    @Test
    void offsetsWithGapsAndRecordsThatWereNotSentAreToldButNotEndlessly() {
        Tally gap = new Tally();
        gap.add(0, 0, bytes("k"), bytes("v"));
        gap.add(0, 2, bytes("k"), bytes("v"));
        assertTrue(gap.differences(gap).contains("partition 0: offset 2 came where 1 was expected"));
        Tally noisy = new Tally();
        for (int i = 0; i < 1000; i++) {
            noisy.complain("no " + i);
        }
        assertEquals(5, noisy.differences(new Tally()).size());
    }

    @Test
    void theOrdersAreTheSameEachTimeAndPlausible() {
        ShopOrders one = new ShopOrders(ShopOrders.DEFAULT_COUNT);
        ShopOrders other = new ShopOrders(ShopOrders.DEFAULT_COUNT);
        Set<String> customers = new HashSet<>();
        Set<String> orders = new HashSet<>();
        for (int i = 0; i < ShopOrders.DEFAULT_COUNT; i++) {
            RecordSource.KeyedRecord order = one.next();
            RecordSource.KeyedRecord same = other.next();
            assertArrayEquals(order.key(), same.key());
            assertArrayEquals(order.value(), same.value());
            String customer = text(order.key());
            assertTrue(customers.add(customer) || text(order.value()).contains(customer));
            orders.add(text(order.value()));
        }
        assertNull(one.next());
        assertTrue(ShopOrders.DEFAULT_COUNT >= 100_000);
        assertEquals(ShopOrders.DEFAULT_COUNT, orders.size());
        assertTrue(customers.size() > 1000 && customers.size() <= 5000, "customers: " + customers.size());
        assertEquals(
                "{\"order\":1000001,\"time\":\"2026-01-05T08:00:",
                text(new ShopOrders(1).next().value()).substring(0, 42));
    }

    @Test
    void aLinesKeyIsItsFirstWord() {
        Consumer<String> check = line -> {
            String[] parts = line.split("\\|", -1);
            assertEquals(parts[1], text(KeyedLines.key(bytes(parts[0]))));
        };
        List.of("k\tv|k", "k,v|k", "k;v|k", "k v w|k", "word|word", "|", ",v|", "é,x|é")
                .forEach(check);
        assertEquals(64, KeyedLines.key(bytes("x".repeat(100))).length);
    }

    private static void assertDifference(List<String> read, String difference) {
        List<String> differences = sent().differences(tally(read));
        assertTrue(differences.contains(difference), differences.toString());
    }

    private static Tally sent() {
        return tally(RECORDS);
    }

    private static Tally tally(List<String> values) {
        Tally tally = new Tally();
        for (int i = 0; i < values.size(); i++) {
            tally.add(0, i, bytes("kk"), bytes(values.get(i)));
        }
        return tally;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
