package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.List;

/** Answers of the classic protocol. */
final class Answers {
    private static final int NO_GENERATION = -1;

    private Answers() {}

    /** A join is refused. */
    static JoinGroupResponse join(Errors error, String memberId) {
        return new JoinGroupResponse()
                .errorCode(error.code())
                .generationId(NO_GENERATION)
                .protocolName(null)
                .leader("")
                .memberId(memberId)
                .members(List.of());
    }

    /** A member is in the group's generation. */
    static JoinGroupResponse joined(
            ClassicGroup group,
            String memberId,
            String leaderId,
            List<JoinGroupResponseMember> members,
            boolean skipAssignment) {
        return new JoinGroupResponse()
                .generationId(group.generation())
                .protocolType(group.protocolTypeOrNull())
                .protocolName(group.protocolName())
                .leader(leaderId == null ? "" : leaderId)
                .skipAssignment(skipAssignment)
                .memberId(memberId)
                .members(members);
    }

    /** A sync is refused. */
    static SyncGroupResponse sync(Errors error) {
        return new SyncGroupResponse().errorCode(error.code()).assignment(ClassicMember.NOTHING);
    }

    /** A member gets its assignment. */
    static SyncGroupResponse synced(ClassicGroup group, byte[] assignment) {
        return new SyncGroupResponse()
                .protocolType(group.protocolTypeOrNull())
                .protocolName(group.protocolName())
                .assignment(assignment);
    }

    static HeartbeatResponse heartbeat(Errors error) {
        return new HeartbeatResponse().errorCode(error.code());
    }
}
