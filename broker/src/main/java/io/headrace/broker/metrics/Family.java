package io.headrace.broker.metrics;

import java.util.List;

/**
 * One metric with all its label values.
 *
 * @param name as Prometheus shows it, without the {@code _total} of counters
 * @param kind what it is
 * @param help what it tells
 * @param labels what its values are told apart by
 */
record Family(String name, Kind kind, String help, List<String> labels) {

    /** What a metric is. */
    enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    static final Family REQUESTS = counter("requests", "Requests that were answered.", "api");
    static final Family ERRORS =
            counter("request_errors", "Errors that answers told; one answer may tell several.", "api");
    static final Family DURATION = new Family(
            "headrace_request_duration_seconds",
            Kind.HISTOGRAM,
            "From the arrival of a request to its answer, waiting included.",
            List.of("api"));
    static final Family REQUEST_BYTES = counter("request_bytes", "What requests came in.", "api");
    static final Family RESPONSE_BYTES = counter("response_bytes", "What answers left in.", "api");
    static final Family BYTES_IN = counter("topic_bytes_in", "Bytes of batches taken to be appended.", "topic");
    static final Family RECORDS_IN = counter("topic_records_in", "Records taken to be appended.", "topic");
    static final Family BYTES_OUT = counter("topic_bytes_out", "Bytes of batches given to readers.", "topic");
    static final Family LOG_SIZE = gauge("log_size_bytes", "Size of a partition's log.", "topic", "partition");
    static final Family LOG_START = gauge("log_start_offset", "First offset of a partition.", "topic", "partition");
    static final Family LOG_END = gauge("log_end_offset", "Offset of a partition's next record.", "topic", "partition");
    static final Family WAITING_PRODUCES =
            gauge("waiting_acknowledgements", "Appends that wait to be safe enough to be acknowledged.");
    static final Family WAITING_REQUESTS =
            gauge("waiting_requests", "Requests that wait for something, as fetches do for records.", "api");
    static final Family UNANSWERED = gauge("unanswered_requests", "Requests without an answer that has left wholly.");
    static final Family TOPICS = gauge("topics", "Topics.");
    static final Family PARTITIONS = gauge("partitions", "Partitions that are served.");
    static final Family OFFLINE = gauge("offline_partitions", "Partitions whose log could not be opened.");
    static final Family CONNECTIONS = gauge("connections", "Connections of clients.");
    static final Family GROUPS = gauge("groups", "Groups.", "type", "state");
    static final Family MEMBERS = gauge("group_members", "Members of a group.", "group");
    static final Family COMMITTED =
            gauge("group_committed_offset", "Committed offset of a group.", "group", "topic", "partition");
    static final Family LAG = gauge(
            "group_lag_records",
            "How far a group's committed offset is behind what can be read.",
            "group",
            "topic",
            "partition");
    static final Family THROTTLED = counter("throttled", "Times that a client was made to pause.", "quota");

    static final Family TELEMETRY_PUSHES =
            counter("client_telemetry_pushes", "Pushes of clients' metrics that were taken.");
    static final Family TELEMETRY_BYTES = counter("client_telemetry_bytes", "What these pushes came in.");
    static final Family TELEMETRY_CLIENTS =
            gauge("client_telemetry_clients", "Clients that have asked which metrics are wanted.");

    /** All, in the order in which they are documented. */
    static final List<Family> ALL = List.of(
            REQUESTS,
            ERRORS,
            DURATION,
            REQUEST_BYTES,
            RESPONSE_BYTES,
            BYTES_IN,
            RECORDS_IN,
            BYTES_OUT,
            LOG_SIZE,
            LOG_START,
            LOG_END,
            WAITING_PRODUCES,
            WAITING_REQUESTS,
            UNANSWERED,
            TOPICS,
            PARTITIONS,
            OFFLINE,
            CONNECTIONS,
            GROUPS,
            MEMBERS,
            COMMITTED,
            LAG,
            THROTTLED,
            TELEMETRY_PUSHES,
            TELEMETRY_BYTES,
            TELEMETRY_CLIENTS);

    private static Family counter(String name, String help, String... labels) {
        return new Family("headrace_" + name, Kind.COUNTER, help, List.of(labels));
    }

    private static Family gauge(String name, String help, String... labels) {
        return new Family("headrace_" + name, Kind.GAUGE, help, List.of(labels));
    }

    /** As Prometheus shows it. */
    String shownName() {
        return kind == Kind.COUNTER ? name + "_total" : name;
    }
}
