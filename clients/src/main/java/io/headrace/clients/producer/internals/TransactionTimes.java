package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.metrics.MetricGroup;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How long the application has waited in the transaction calls, one metric for each. Thread safe. */
public final class TransactionTimes {

    /** The calls. */
    public enum Call {
        /** initTransactions. */
        INIT("txn-init"),
        /** beginTransaction. */
        BEGIN("txn-begin"),
        /** sendOffsetsToTransaction. */
        SEND_OFFSETS("txn-send-offsets"),
        /** prepareTransaction (KIP-939). */
        PREPARE("txn-prepare"),
        /** commitTransaction. */
        COMMIT("txn-commit"),
        /** abortTransaction. */
        ABORT("txn-abort");

        private final String metric;

        Call(String metric) {
            this.metric = metric;
        }
    }

    private final Map<Call, LongAdder> times = new EnumMap<>(Call.class);

    TransactionTimes(MetricGroup group) {
        for (Call call : Call.values()) {
            LongAdder time = new LongAdder();
            times.put(call, time);
            group.value(
                    call.metric + "-time-ns-total", "the time in ns spent in this transaction call", time::doubleValue);
        }
    }

    /** Runs a call and counts its time, however it ends. */
    public void measure(Call call, Runnable work) {
        long startNs = System.nanoTime();
        try {
            work.run();
        } finally {
            times.get(call).add(System.nanoTime() - startNs);
        }
    }
}
