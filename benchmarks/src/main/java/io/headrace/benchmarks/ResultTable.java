package io.headrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as a table in Markdown for a document: one line for each workload and pair. */
final class ResultTable {

    private final List<String> lines = new ArrayList<>(List.of(
            "| workload | client | broker | records/s | MB/s | client CPU us/record | broker CPU us/record "
                    + "| client bytes/record | GC % | rate | client CPU | client bytes |",
            "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"));

    /**
     * Adds a line.
     *
     * @param base what the last three columns are ratios to
     */
    void add(String workload, String client, String broker, Window of, Window base) {
        lines.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %,.0f | %.1f | %.3f | %.3f | %.0f | %.1f | x%.2f | x%.2f | x%.2f |",
                workload,
                client,
                broker,
                of.rate(),
                of.rate() * of.recordSize() / 1e6,
                of.clientCpuUs(),
                of.brokerCpuUs(),
                of.allocatedPerRecord(),
                of.collectingPercent(),
                of.rate() / base.rate(),
                of.clientCpuUs() / base.clientCpuUs(),
                of.allocatedPerRecord() / base.allocatedPerRecord()));
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines);
    }
}
