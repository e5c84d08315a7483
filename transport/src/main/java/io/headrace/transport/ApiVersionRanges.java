package io.headrace.transport;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ApiVersionsResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which versions of which requests the broker at the other end of a connection takes, and which features its cluster has
 * finalized, as its ApiVersions answer said. Immutable.
 */
public final class ApiVersionRanges {

    private static final short NONE = -1;

    private final short[] lowest;
    private final short[] highest;
    private final Map<String, Short> finalizedFeatures;

    private ApiVersionRanges(short[] lowest, short[] highest, Map<String, Short> finalizedFeatures) {
        this.lowest = lowest;
        this.highest = highest;
        this.finalizedFeatures = Map.copyOf(finalizedFeatures);
    }

    /** What an answer says; keys that this build does not know are left out. */
    public static ApiVersionRanges of(ApiVersionsResponse answer) {
        int size = 0;
        List<ApiVersionsResponse.ApiVersion> keys = answer.apiKeys();
        for (ApiVersionsResponse.ApiVersion key : keys) {
            size = Math.max(size, key.apiKey() + 1);
        }
        short[] lowest = new short[size];
        short[] highest = new short[size];
        Arrays.fill(highest, NONE);
        for (ApiVersionsResponse.ApiVersion key : keys) {
            if (key.apiKey() >= 0) {
                lowest[key.apiKey()] = key.minVersion();
                highest[key.apiKey()] = key.maxVersion();
            }
        }
        Map<String, Short> features = new HashMap<>();
        for (ApiVersionsResponse.FinalizedFeatureKey feature : answer.finalizedFeatures()) {
            features.put(feature.name(), feature.maxVersionLevel());
        }
        return new ApiVersionRanges(lowest, highest, features);
    }

    /** Whether the broker takes this request in any version. */
    public boolean offers(ApiKey key) {
        return key.id() < highest.length && highest[key.id()] != NONE;
    }

    /** The highest version that the broker takes, or -1 if it does not take the request at all. */
    public int highest(ApiKey key) {
        return offers(key) ? highest[key.id()] : NONE;
    }

    /** The highest version that both sides have, whatever the broker's range allows. */
    public int pick(ApiKey key) {
        return pick(key, key.lowestVersion(), key.highestStableVersion());
    }

    /**
     * The highest version in a range that both sides have.
     *
     * @throws UnsupportedVersionException if there is none; says both ranges
     */
    public int pick(ApiKey key, int lowestWanted, int highestWanted) {
        if (!offers(key)) {
            throw new UnsupportedVersionException("the broker does not support " + key);
        }
        int id = key.id();
        int from = Math.max(lowestWanted, Math.max(lowest[id], key.lowestVersion()));
        // A version that is not stable yet is taken only by who can do with nothing less.
        int highestKnown =
                lowestWanted > key.highestStableVersion() ? key.highestVersion() : key.highestStableVersion();
        int to = Math.min(highestWanted, Math.min(highest[id], highestKnown));
        if (from > to) {
            throw new UnsupportedVersionException("no common version of " + key + ": the broker takes " + lowest[id]
                    + " to " + highest[id] + ", this client needs " + lowestWanted + " to " + highestWanted);
        }
        return to;
    }

    /** The level of a finalized feature such as {@code transaction.version}; 0 when the cluster has not finalized it. */
    public int finalizedLevel(String feature) {
        return finalizedFeatures.getOrDefault(feature, (short) 0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ApiVersionRanges(");
        for (int id = 0; id < highest.length; id++) {
            if (highest[id] != NONE) {
                text.append(id)
                        .append(':')
                        .append(lowest[id])
                        .append('-')
                        .append(highest[id])
                        .append(' ');
            }
        }
        return text.append("features ").append(finalizedFeatures).append(')').toString();
    }
}
