package io.headrace.broker.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What meters showed at one moment. Immutable.
 *
 * @param apis by the number of the API
 * @param topics by name
 */
public record MeterReading(Map<Integer, OfApi> apis, Map<String, OfTopic> topics) {

    /** What nothing has happened yet shows. */
    public static final MeterReading NOTHING = new MeterReading(Map.of(), Map.of());

    /** Copies the maps. */
    public MeterReading {
        apis = Map.copyOf(apis);
        topics = Map.copyOf(topics);
    }

    /**
     * Requests of one API.
     *
     * @param requests how many were answered
     * @param errors how many errors the answers told
     * @param requestBytes what they came in
     * @param responseBytes what the answers left in
     * @param durationNs how long they took, together
     * @param classes how many took at most {@link #boundsNs} each, and more than the bound before
     */
    public record OfApi(
            long requests, long errors, long requestBytes, long responseBytes, long durationNs, List<Long> classes) {
        /** Copies the classes. */
        public OfApi {
            classes = List.copyOf(classes);
        }

        private OfApi plus(OfApi other) {
            List<Long> sum = new ArrayList<>();
            for (int i = 0; i < classes.size(); i++) {
                sum.add(classes.get(i) + other.classes.get(i));
            }
            return new OfApi(
                    requests + other.requests,
                    errors + other.errors,
                    requestBytes + other.requestBytes,
                    responseBytes + other.responseBytes,
                    durationNs + other.durationNs,
                    sum);
        }
    }

    /**
     * Records of one topic.
     *
     * @param bytesIn what came to be appended
     * @param recordsIn how many came
     * @param bytesOut what was given to readers
     */
    public record OfTopic(long bytesIn, long recordsIn, long bytesOut) {
        private OfTopic plus(OfTopic other) {
            return new OfTopic(bytesIn + other.bytesIn, recordsIn + other.recordsIn, bytesOut + other.bytesOut);
        }
    }

    /** Upper ends of the classes of durations, in nanoseconds; there is one more class, without end. */
    public static long[] boundsNs() {
        return LoopMeter.BOUNDS_NS.clone();
    }

    /** The sum of both. */
    public MeterReading plus(MeterReading other) {
        Map<Integer, OfApi> allApis = new TreeMap<>(apis);
        other.apis.forEach((id, count) -> allApis.merge(id, count, OfApi::plus));
        Map<String, OfTopic> allTopics = new TreeMap<>(topics);
        other.topics.forEach((name, count) -> allTopics.merge(name, count, OfTopic::plus));
        return new MeterReading(allApis, allTopics);
    }
}
