package io.headrace.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows under headings, for people. Where a width is given, what is too long is cut; a table that would not fit even so is
 * written as one block for each row. Built once, then only read.
 *
 * @param <T> what makes a row
 */
public final class Table<T> {
    private static final String GAP = "  ";
    private static final String CUT = "…";
    /** A text column is not cut to less than this. */
    private static final int NARROWEST = 8;

    private final List<Column<T>> columns = new ArrayList<>();

    private record Column<T>(String heading, boolean number, Function<T, ?> value) {
        String text(T row) {
            Object cell = value.apply(row);
            if (cell == null) {
                return "-";
            }
            if (cell instanceof Collection<?> several) {
                return several.isEmpty()
                        ? "-"
                        : several.stream().map(String::valueOf).collect(Collectors.joining(","));
            }
            String text = cell.toString();
            return text.isEmpty() ? "-" : text;
        }
    }

    /** Adds a column of text, which may be cut. */
    public Table<T> text(String heading, Function<T, ?> value) {
        columns.add(new Column<>(heading, false, value));
        return this;
    }

    /** Adds a column of numbers, which stand to the right and are never cut. */
    public Table<T> number(String heading, Function<T, ?> value) {
        columns.add(new Column<>(heading, true, value));
        return this;
    }

    /**
     * The lines of the table.
     *
     * @param rows what to show
     * @param width how many characters a line may have; 0 for as many as there are
     */
    public List<String> lines(Collection<T> rows, int width) {
        List<String[]> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::heading).toArray(String[]::new));
        for (T row : rows) {
            cells.add(columns.stream().map(column -> column.text(row)).toArray(String[]::new));
        }
        int[] widths = widths(cells);
        if (width > 0 && !shrink(widths, width)) {
            return blocks(cells);
        }
        return cells.stream().map(line -> line(line, widths)).toList();
    }

    private int[] widths(List<String[]> cells) {
        int[] widths = new int[columns.size()];
        for (String[] line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        return widths;
    }

    /** Takes from the widest text column until all fits; false when that can't be. */
    private boolean shrink(int[] widths, int width) {
        int tooMuch = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - width;
        while (tooMuch > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                Column<T> column = columns.get(i);
                boolean yields = !column.number()
                        && widths[i] > Math.max(NARROWEST, column.heading().length());
                if (yields && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return false;
            }
            widths[widest]--;
            tooMuch--;
        }
        return true;
    }

    private String line(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            String shown = cell.length() <= widths[i] ? cell : cell.substring(0, widths[i] - 1) + CUT;
            String padding = " ".repeat(widths[i] - shown.length());
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).number() ? padding + shown : shown + padding);
        }
        return line.toString().stripTrailing();
    }

    private List<String> blocks(List<String[]> cells) {
        int widest = Arrays.stream(cells.get(0)).mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (String[] row : cells.subList(1, cells.size())) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            for (int i = 0; i < row.length; i++) {
                String heading = cells.get(0)[i];
                lines.add(heading + " ".repeat(widest - heading.length()) + GAP + row[i]);
            }
        }
        return lines;
    }
}
