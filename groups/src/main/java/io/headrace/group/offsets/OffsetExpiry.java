package io.headrace.group.offsets;

import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;

/** Expiry of offsets. */
public final class OffsetExpiry {
    public OffsetExpiry(GroupEnvironment environment, GroupDirectory groups, OffsetStore offsets) {}

    public void enlist(String groupId) {}

    public void loaded() {}
}
