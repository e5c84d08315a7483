package io.headrace.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A topic, or some of its partitions, as they are named on a command line: {@code orders} or {@code orders:0,2}.
 *
 * @param topic the topic's name
 * @param partitions the partitions' numbers; empty for all
 */
public record PartitionChoice(String topic, List<Integer> partitions) {
    /**
     * What a text says.
     *
     * @throws CommandFailure when it makes no sense; names the option
     */
    public static PartitionChoice parse(String option, String text) {
        int colon = text.indexOf(':');
        String topic = colon < 0 ? text : text.substring(0, colon);
        List<Integer> partitions = new ArrayList<>();
        if (colon >= 0) {
            for (String number : text.substring(colon + 1).split(",", -1)) {
                if (!number.matches("\\d{1,9}")) {
                    throw wrong(option, text);
                }
                partitions.add(Integer.parseInt(number));
            }
        }
        if (topic.isEmpty()) {
            throw wrong(option, text);
        }
        return new PartitionChoice(topic, partitions);
    }

    private static CommandFailure wrong(String option, String text) {
        return CommandFailure.misuse(
                option + " '" + text + "' names no partitions: it is written TOPIC, or TOPIC:0,2 for some of them");
    }
}
