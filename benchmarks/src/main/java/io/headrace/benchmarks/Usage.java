package io.headrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process and the broker have used up to a moment.
 *
 * @param atNs when it was read
 * @param clientCpuNs CPU time of this process
 * @param brokerCpuMs CPU time of the broker
 * @param allocatedBytes by the threads of this process that live
 * @param collectingMs how long garbage was collected in this process
 */
public record Usage(long atNs, long clientCpuNs, long brokerCpuMs, long allocatedBytes, long collectingMs) {

    /** The kernel counts a process's time in hundredths of a second. */
    private static final long MS_PER_TICK = 10;

    /** Reads the counters. */
    public static Usage now(long brokerPid) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long allocated = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            allocated += Math.max(0, bytes);
        }
        long collectingMs = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collectingMs += collector.getCollectionTime();
        }
        return new Usage(System.nanoTime(), system.getProcessCpuTime(), cpuMs(brokerPid), allocated, collectingMs);
    }

    /** What was used between {@code start} and this. */
    public Window since(Usage start, long records, int recordSize) {
        return new Window(
                records,
                recordSize,
                (atNs - start.atNs) / 1e9,
                (clientCpuNs - start.clientCpuNs) / 1e9,
                (brokerCpuMs - start.brokerCpuMs) / 1e3,
                allocatedBytes - start.allocatedBytes,
                (collectingMs - start.collectingMs) / 1e3);
    }

    /** User and system time of a process, from the fields after its name in {@code /proc/PID/stat}. */
    public static long cpuMs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException("no process " + pid, e);
        }
    }

    /** Resident memory of a process in bytes. */
    public static long residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
                }
            }
            throw new IllegalStateException("no VmRSS for process " + pid);
        } catch (IOException e) {
            throw new UncheckedIOException("no process " + pid, e);
        }
    }
}
