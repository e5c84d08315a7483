package io.headrace.cli.topics;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Names;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Finds topics, and says so where there are none. */
public final class TopicLookup {
    private TopicLookup() {}

    /**
     * The topic of that name.
     *
     * @throws CommandFailure when there is none; names the one that may have been meant
     */
    public static TopicDescription require(Admin admin, String topic, ConnectOptions connect) {
        try {
            return connect.await(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
        } catch (UnknownTopicOrPartitionException e) {
            throw unknown(admin, topic, connect);
        }
    }

    /** All partitions of a topic, or those of these numbers, in order. */
    public static List<TopicPartition> partitions(
            Admin admin, String topic, Collection<Integer> numbers, ConnectOptions connect) {
        int count = require(admin, topic, connect).partitions().size();
        List<TopicPartition> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (numbers.isEmpty() || numbers.contains(i)) {
                chosen.add(new TopicPartition(topic, i));
            }
        }
        for (int number : numbers) {
            if (number < 0 || number >= count) {
                throw CommandFailure.failed(
                        "topic '" + topic + "' has partitions 0 to " + (count - 1) + ", but no partition " + number);
            }
        }
        return chosen;
    }

    /** That there is no such topic, and the one that may have been meant. */
    public static CommandFailure unknown(Admin admin, String topic, ConnectOptions connect) {
        Set<String> names = connect.await(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        return CommandFailure.failed("topic '" + topic + "' does not exist"
                + Names.hint(topic, names, "headrace topics list says which there are"));
    }
}
