package io.headrace.metadata.plan;

import io.headrace.metadata.image.ClusterImage;

/**
 * A command on the cluster's metadata that decides, from the image and the time alone, what would have to be committed.
 * Pure: it may be asked again on a newer image when the first plan came too late.
 *
 * @param <R> what the one who gave the command is told
 */
@FunctionalInterface
public interface Planner<R> {
    /** Decides on {@code image} at {@code nowMs} (milliseconds since 1970). */
    Plan<R> plan(ClusterImage image, long nowMs);
}
