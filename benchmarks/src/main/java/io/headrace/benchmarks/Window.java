package io.headrace.benchmarks;

/**
 * What a measured window showed.
 *
 * @param records acknowledged or read
 * @param recordSize bytes of a value
 * @param seconds length of the window
 * @param clientCpuSeconds CPU time of the client's process
 * @param brokerCpuSeconds CPU time of the broker's process
 * @param allocatedBytes by the client
 * @param collectingSeconds the client's garbage collector was at work
 */
public record Window(
        long records,
        int recordSize,
        double seconds,
        double clientCpuSeconds,
        double brokerCpuSeconds,
        long allocatedBytes,
        double collectingSeconds) {

    private static final String MARK = "window";

    /** Records a second. */
    public double rate() {
        return records / seconds;
    }

    /** Microseconds of the client's CPU for one record. */
    public double clientCpuUs() {
        return clientCpuSeconds * 1e6 / records;
    }

    /** Microseconds of the broker's CPU for one record. */
    public double brokerCpuUs() {
        return brokerCpuSeconds * 1e6 / records;
    }

    /** Bytes that the client allocated for one record. */
    public double allocatedPerRecord() {
        return (double) allocatedBytes / records;
    }

    /** The share of the time in which the client collected garbage, in percent. */
    public double collectingPercent() {
        return 100 * collectingSeconds / seconds;
    }

    /** The same with another length, for a clock that stood still meanwhile. */
    public Window lasting(double actualSeconds) {
        return new Window(
                records,
                recordSize,
                actualSeconds,
                clientCpuSeconds,
                brokerCpuSeconds,
                allocatedBytes,
                collectingSeconds);
    }

    /** For the standard output of a workload. */
    public String toLine() {
        return String.join(
                " ",
                MARK,
                Long.toString(records),
                Integer.toString(recordSize),
                Double.toString(seconds),
                Double.toString(clientCpuSeconds),
                Double.toString(brokerCpuSeconds),
                Long.toString(allocatedBytes),
                Double.toString(collectingSeconds));
    }

    /** The reverse of {@link #toLine}; null for any other line. */
    static Window parse(String line) {
        String[] fields = line.split(" ", -1);
        if (!fields[0].equals(MARK)) {
            return null;
        }
        return new Window(
                Long.parseLong(fields[1]),
                Integer.parseInt(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]),
                Double.parseDouble(fields[5]),
                Long.parseLong(fields[6]),
                Double.parseDouble(fields[7]));
    }
}
