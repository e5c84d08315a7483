package io.headrace.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private record Row(String name, Long size, List<Integer> parts) {}

    private static final Table<Row> TABLE =
            new Table<Row>().text("NAME", Row::name).number("SIZE", Row::size).text("PARTS", Row::parts);

    private static final List<Row> ROWS =
            List.of(new Row("orders-of-the-year-2026", 123_456L, List.of(1, 2)), new Row("x", null, List.of()));

    @Test
    void withoutAWidthNothingIsCut() {
        assertEquals(
                List.of(
                        "NAME                       SIZE  PARTS",
                        "orders-of-the-year-2026  123456  1,2",
                        "x                             -  -"),
                TABLE.lines(ROWS, 0));
        assertEquals(List.of("NAME  SIZE  PARTS"), TABLE.lines(List.of(), 0));
    }

    @Test
    void whatIsWidestIsCutUntilAllFits() {
        assertEquals(
                List.of(
                        "NAME          SIZE  PARTS", //
                        "orders-of…  123456  1,2",
                        "x                -  -"),
                TABLE.lines(ROWS, 25));
        assertEquals(TABLE.lines(ROWS, 0), TABLE.lines(ROWS, 38));
    }

    @Test
    void aTerminalThatIsTooNarrowEvenSoGetsBlocks() {
        assertEquals(
                List.of(
                        "NAME   orders-of-the-year-2026",
                        "SIZE   123456",
                        "PARTS  1,2",
                        "",
                        "NAME   x",
                        "SIZE   -",
                        "PARTS  -"),
                TABLE.lines(ROWS, 20));
    }
}
