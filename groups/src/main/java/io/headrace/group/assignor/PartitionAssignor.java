package io.headrace.group.assignor;

import java.util.Map;

/** Decides who gets which partition. Pure: the same question has the same answer, so a restart moves nothing. */
public interface PartitionAssignor {

    /** The name by which members ask for it. */
    String name();

    /**
     * Gives every partition of a topic that somebody subscribes to, to exactly one of those who do.
     *
     * @return what each member is to have; every member is in it
     */
    Map<String, PartitionSet> assign(GroupSpec group);
}
