package io.headrace.broker.meter;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one loop has done since the broker was started: requests by API, records by topic.
 *
 * <p>Owner: the loop. {@link #OFF} counts nothing and may be shared.
 */
public final class LoopMeter {

    /** Counts nothing. */
    public static final LoopMeter OFF = new LoopMeter(false);

    /** Upper ends of the classes of durations, in nanoseconds; what is longer is in one more class. */
    static final long[] BOUNDS_NS = {
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };

    private static final int MOST_APIS = 128;

    private final boolean on;
    private final ApiCount[] byApi = new ApiCount[MOST_APIS];
    private final Map<String, TopicCount> byTopic = new HashMap<>();

    /** Counts of one API. */
    private static final class ApiCount {
        private long requests;
        private long errors;
        private long requestBytes;
        private long responseBytes;
        private long durationNs;
        private final long[] classes = new long[BOUNDS_NS.length + 1];
    }

    /** Counts of one topic. */
    private static final class TopicCount {
        private long bytesIn;
        private long recordsIn;
        private long bytesOut;
    }

    private LoopMeter(boolean on) {
        this.on = on;
    }

    /** One that counts, from 0. */
    public static LoopMeter counting() {
        return new LoopMeter(true);
    }

    /** Whether it counts. */
    public boolean isOn() {
        return on;
    }

    /**
     * A request was answered.
     *
     * @param apiId the number of its API
     * @param durationNs from its arrival to its answer
     * @param errors how many errors the answer tells
     * @param requestBytes what it came in
     * @param responseBytes what its answer leaves in; 0 when there is none
     */
    public void answered(int apiId, long durationNs, int errors, long requestBytes, long responseBytes) {
        if (!on) {
            return;
        }
        ApiCount count = byApi[apiId];
        if (count == null) {
            count = new ApiCount();
            byApi[apiId] = count;
        }
        count.requests++;
        count.errors += errors;
        count.requestBytes += requestBytes;
        count.responseBytes += responseBytes;
        count.durationNs += durationNs;
        int index = 0;
        while (index < BOUNDS_NS.length && durationNs > BOUNDS_NS[index]) {
            index++;
        }
        count.classes[index]++;
    }

    /** Records of a topic were taken to be appended. */
    public void produced(String topic, long bytes, int records) {
        if (on) {
            TopicCount count = byTopic.computeIfAbsent(topic, name -> new TopicCount());
            count.bytesIn += bytes;
            count.recordsIn += records;
        }
    }

    /** Records of a topic were given to a reader. */
    public void fetched(String topic, long bytes) {
        if (on) {
            byTopic.computeIfAbsent(topic, name -> new TopicCount()).bytesOut += bytes;
        }
    }

    /** A copy of everything; topics that {@code exists} does not know are forgotten. */
    public MeterReading read(Predicate<String> exists) {
        byTopic.keySet().removeIf(exists.negate());
        Map<Integer, MeterReading.OfApi> apis = new TreeMap<>();
        for (int i = 0; i < byApi.length; i++) {
            ApiCount count = byApi[i];
            if (count != null) {
                apis.put(
                        i,
                        new MeterReading.OfApi(
                                count.requests,
                                count.errors,
                                count.requestBytes,
                                count.responseBytes,
                                count.durationNs,
                                Arrays.stream(count.classes).boxed().toList()));
            }
        }
        Map<String, MeterReading.OfTopic> topics = new TreeMap<>();
        byTopic.forEach((name, count) ->
                topics.put(name, new MeterReading.OfTopic(count.bytesIn, count.recordsIn, count.bytesOut)));
        return new MeterReading(apis, topics);
    }
}
