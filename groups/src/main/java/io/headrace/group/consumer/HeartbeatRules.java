package io.headrace.group.consumer;

import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.UnsupportedAssignorException;
import io.headrace.group.assignor.Assignors;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;

/** What a ConsumerGroupHeartbeat must look like, whatever the group is. Pure. */
final class HeartbeatRules {
    private HeartbeatRules() {}

    /**
     * Looks at one.
     *
     * @throws InvalidRequestException when fields are missing or contradict each other
     * @throws UnsupportedAssignorException when it names an assignor that is not offered
     */
    static void check(ConsumerGroupHeartbeatRequest request, int version, Assignors assignors) {
        int epoch = request.memberEpoch();
        // Up to version 0 the coordinator makes the ids of members that join; later the client does.
        if (version >= 1 || epoch > 0 || epoch == CurrentAssignment.LEAVE_EPOCH) {
            notBlank(request.memberId(), "MemberId");
        }
        notBlank(request.groupId(), "GroupId");
        notBlank(request.instanceId(), "InstanceId");
        notBlank(request.rackId(), "RackId");
        if (epoch == 0) {
            checkJoin(request);
        } else if (epoch == CurrentAssignment.STATIC_LEAVE_EPOCH) {
            require(request.instanceId() != null, "InstanceId is needed to leave for a while.");
        } else {
            require(epoch >= CurrentAssignment.LEAVE_EPOCH, "MemberEpoch " + epoch + " is none.");
        }
        String assignor = request.serverAssignor();
        if (assignor != null && !assignors.names().contains(assignor)) {
            throw new UnsupportedAssignorException("ServerAssignor " + assignor + " is not supported; there are: "
                    + String.join(", ", assignors.names()) + ".");
        }
    }

    private static void checkJoin(ConsumerGroupHeartbeatRequest request) {
        require(request.rebalanceTimeoutMs() != -1, "RebalanceTimeoutMs is needed to join.");
        require(
                request.topicPartitions() != null && request.topicPartitions().isEmpty(),
                "TopicPartitions have to be empty to join.");
        require(
                request.subscribedTopicNames() != null || request.subscribedTopicRegex() != null,
                "SubscribedTopicNames or SubscribedTopicRegex are needed to join.");
    }

    private static void notBlank(String text, String field) {
        require(text == null || !text.isBlank(), field + " must not be empty.");
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new InvalidRequestException(otherwise);
        }
    }
}
