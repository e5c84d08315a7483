package io.headrace.metadata.image;

import io.headrace.common.config.ConfigResource;
import java.util.List;
import java.util.Set;

/**
 * What a list of metadata records did to an image. A topic that was both created and deleted by the same records is
 * not in it; a name that was deleted and created again is in {@code deleted} with the old id and in {@code created}
 * with the new one, and the deletion comes first.
 *
 * @param before the image the records were applied to
 * @param after the image they led to
 * @param deleted topics of {@code before} that {@code after} has not
 * @param created topics of {@code after} that {@code before} had not
 * @param changed topics of both, whose partitions differ
 * @param configsChanged resources whose settings differ, without those of deleted topics
 * @param brokersChanged whether a broker came, went or registered anew
 * @param quotasChanged whether quotas of clients differ
 */
public record ImageChange(
        ClusterImage before,
        ClusterImage after,
        List<TopicImage> deleted,
        List<TopicImage> created,
        List<TopicChange> changed,
        Set<ConfigResource> configsChanged,
        boolean brokersChanged,
        boolean quotasChanged) {
    public ImageChange {
        deleted = List.copyOf(deleted);
        created = List.copyOf(created);
        changed = List.copyOf(changed);
        configsChanged = Set.copyOf(configsChanged);
    }

    /**
     * A topic whose partitions changed.
     *
     * @param before the topic as it was
     * @param after the topic as it is
     */
    public record TopicChange(TopicImage before, TopicImage after) {}
}
