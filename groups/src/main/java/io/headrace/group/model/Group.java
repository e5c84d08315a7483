package io.headrace.group.model;

import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorRecord;
import java.util.List;

/**
 * A group, of whatever kind, as those see it who do not care of which kind it is: committed offsets, listings, deletion.
 * Owner: the coordinator's thread. Nothing here changes the group.
 */
public interface Group {
    /** What {@link #retainedFromMs} answers for offsets that do not expire as things stand. */
    long NEVER = Long.MAX_VALUE;

    String groupId();

    GroupType type();

    GroupState state();

    /** What the members call their protocol, "consumer" for consumers; empty when nobody ever said. */
    String protocolType();

    /** Whether there are no members, nor anyone about to become one, so that the group may go. */
    boolean isEmpty();

    /** Whether a member subscribes to that topic, or may do so for all we know. */
    boolean isSubscribedTo(String topic);

    /** Whether somebody may commit offsets now. */
    CommitVerdict checkCommit(Committer committer);

    /** Whether a member may fetch offsets: NONE, or the error. */
    Errors checkFetch(String memberId, int memberEpoch);

    /** Whether offsets may be deleted: NONE, or the error. Topics are looked at one by one besides. */
    Errors checkOffsetDelete();

    /** Whether the group may be deleted: NONE, or the error. */
    Errors checkDelete();

    /**
     * The time from which on an offset of a topic that nobody subscribes to is kept for the retention time, in
     * milliseconds since the epoch; {@link #NEVER} when it does not expire as things stand.
     *
     * @param commitTimestampMs when the offset was committed
     */
    long retainedFromMs(long commitTimestampMs);

    /** Records that say that the group is gone, without its offsets. */
    List<CoordinatorRecord> tombstones();
}
