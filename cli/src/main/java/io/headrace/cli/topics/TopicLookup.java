package io.headrace.cli.topics;

import io.headrace.cli.Answers;
import io.headrace.cli.CommandFailure;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import java.time.Duration;
import java.util.List;

/** Finds topics, and says so where there are none. */
public final class TopicLookup {
    private TopicLookup() {}

    /**
     * The topic of that name.
     *
     * @throws CommandFailure when there is none
     */
    public static TopicDescription require(Admin admin, String topic, Duration timeout) {
        try {
            return Answers.await(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic), timeout);
        } catch (UnknownTopicOrPartitionException e) {
            throw unknown(topic);
        }
    }

    static CommandFailure unknown(String topic) {
        return CommandFailure.failed("topic '" + topic + "' does not exist");
    }
}
