package io.headrace.group.offsets;

import io.headrace.coordination.Outcome;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.Step;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteResponse;
import java.util.List;
import java.util.function.Consumer;

/** Deletion of offsets. */
public final class OffsetDeletion {
    public OffsetDeletion(GroupDirectory groups, OffsetStore offsets) {}

    public Outcome delete(OffsetDeleteRequest request, Consumer<OffsetDeleteResponse> answer) {
        throw new UnsupportedOperationException("offsets");
    }

    public void topicsDeleted(List<TopicImage> topics, Step step) {}

    public void loaded(ClusterImage image, Step step) {}
}
