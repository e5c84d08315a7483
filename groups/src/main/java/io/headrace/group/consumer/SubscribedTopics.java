package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which topics members subscribe to, as far as the topics exist. Members with the same subscription share one set. Owner:
 * one step.
 */
final class SubscribedTopics {
    private final ClusterImage image;
    private final Map<String, ResolvedRegex> regexes;
    private final Map<Subscription, Set<Uuid>> ids = new HashMap<>();

    SubscribedTopics(ClusterImage image, Map<String, ResolvedRegex> regexes) {
        this.image = image;
        this.regexes = regexes;
    }

    private record Subscription(SortedSet<String> topics, String regex) {}

    /** The ids of the topics that a member subscribes to. An expression that was not resolved yet stands for none. */
    Set<Uuid> of(MemberMetadata member) {
        return ids.computeIfAbsent(new Subscription(member.topics(), member.regex()), this::resolve);
    }

    private Set<Uuid> resolve(Subscription subscription) {
        Set<Uuid> found = new HashSet<>();
        names(subscription).forEach(name -> {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                found.add(topic.id());
            }
        });
        return found;
    }

    private SortedSet<String> names(Subscription subscription) {
        ResolvedRegex resolved = subscription.regex() == null ? null : regexes.get(subscription.regex());
        if (resolved == null) {
            return subscription.topics();
        }
        SortedSet<String> names = new TreeSet<>(subscription.topics());
        names.addAll(resolved.topics());
        return names;
    }

    /**
     * A number that changes when one of the group's topics comes, goes, comes again under its name, or gets partitions.
     * Nobody but the broker that wrote it has to come to the same number: another rebalances once more, and that is all.
     */
    static long hash(ConsumerGroup group, ClusterImage image) {
        Set<Subscription> subscriptions = new HashSet<>();
        for (ConsumerMember member : group.members().values()) {
            subscriptions.add(new Subscription(
                    member.metadata().topics(), member.metadata().regex()));
        }
        SubscribedTopics topics = new SubscribedTopics(image, group.regexes());
        SortedSet<String> names = new TreeSet<>();
        subscriptions.forEach(subscription -> names.addAll(topics.names(subscription)));
        long hash = 0;
        for (String name : names) {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                hash = mix(hash ^ topic.id().getMostSignificantBits());
                hash = mix(hash ^ topic.id().getLeastSignificantBits());
                hash = mix(hash ^ topic.partitions().size());
            }
        }
        return hash;
    }

    /** The finishing steps of MurmurHash3's 64-bit form: each bit of the input changes half of those of the output. */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
