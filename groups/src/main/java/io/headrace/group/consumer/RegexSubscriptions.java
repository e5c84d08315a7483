package io.headrace.group.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.headrace.common.errors.InvalidRegularExpression;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.image.TopicImage;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks up the topics that regular expressions stand for, in RE2's syntax, whose matching takes time linear in the name.
 *
 * <p>Kafka does this on a thread beside the coordinator, and a member that comes with a new expression gets its partitions
 * with the heartbeat after the next. Here it is done within the step: ten thousand names take some milliseconds, it
 * happens once for each new expression, and again when topics came or went, at most once in {@link #AGAIN_AFTER_MS} for a
 * group; and the member has its partitions at once.
 *
 * <p>Owner: the coordinator's thread.
 */
final class RegexSubscriptions {
    /** Many topics that are made one after the other are to lead to few rebalances. */
    static final long AGAIN_AFTER_MS = 1_000;

    /** The image version at which a topic last came or went, as far as that was seen. */
    private long topicsChangedVersion;

    /** Nothing is known of what changed before. */
    void loaded(ClusterImage image) {
        topicsChangedVersion = image.version();
    }

    /** Notes a change of the cluster. */
    void imageChanged(ImageChange change) {
        if (!change.created().isEmpty() || !change.deleted().isEmpty()) {
            topicsChangedVersion = change.after().version();
        }
    }

    /**
     * Compiles an expression to see whether it can be.
     *
     * @throws InvalidRegularExpression when it is none
     */
    static void check(String regex) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new InvalidRegularExpression(
                    "SubscribedTopicRegex `" + regex + "` is not a regular expression: " + e.getDescription());
        }
    }

    /** The topics of an image that an expression stands for; none when it cannot be compiled. */
    static ResolvedRegex resolve(String regex, ClusterImage image, long nowMs) {
        SortedSet<String> matching = new TreeSet<>();
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            // It was checked when a member brought it, by this library or, in an older log, by another version of it.
            return new ResolvedRegex(matching, image.version(), nowMs);
        }
        for (TopicImage topic : image.topics()) {
            if (pattern.matches(topic.name())) {
                matching.add(topic.name());
            }
        }
        return new ResolvedRegex(matching, image.version(), nowMs);
    }

    /**
     * Brings the expressions of a group up to date when topics came or went since.
     *
     * @return false when it is too early to do so again
     */
    boolean refresh(Draft draft, ClusterImage image, long nowMs) {
        ConsumerGroup group = draft.group();
        boolean current =
                group.regexes().values().stream().allMatch(resolved -> resolved.imageVersion() >= topicsChangedVersion);
        if (current || group.seenImageVersion() >= topicsChangedVersion) {
            return true;
        }
        if (nowMs - group.regexesResolvedMs() < AGAIN_AFTER_MS) {
            return false;
        }
        for (String regex : List.copyOf(group.regexes().keySet())) {
            ResolvedRegex resolved = resolve(regex, image, nowMs);
            if (!resolved.topics().equals(group.regexes().get(regex).topics())) {
                draft.append(ConsumerRecords.regex(group.groupId(), regex, resolved));
            }
        }
        draft.group().noteRegexesResolved(nowMs);
        return true;
    }
}
