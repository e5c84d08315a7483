package io.headrace.group.offsets;

import io.headrace.coordination.Outcome;
import io.headrace.group.model.GroupDirectory;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import java.util.function.Consumer;

/** Fetches of offsets. */
public final class OffsetFetches {
    public OffsetFetches(GroupDirectory groups, OffsetStore offsets) {}

    public Outcome fetch(
            OffsetFetchRequestGroup request, boolean requireStable, Consumer<OffsetFetchResponseGroup> answer) {
        throw new UnsupportedOperationException("offsets");
    }
}
