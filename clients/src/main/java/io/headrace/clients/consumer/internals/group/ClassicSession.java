package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.clients.consumer.internals.assignor.ConsumerProtocol;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A membership of the classic protocol at work: carries out what {@link ClassicMember} decides, and watches the group's
 * topics when this member leads.
 *
 * <p>Owner: the client's loop.
 */
public final class ClassicSession extends ProtocolSession {

    private static final Logger log = LoggerFactory.getLogger(ClassicSession.class);

    /** A join may be held back as long as the slowest member may take, and a little for the way. */
    private static final long JOIN_GRACE_MS = 5_000;

    private final ClassicMember member;

    /** Topics of the whole group, while this member leads it. */
    private Set<String> groupTopics = Set.of();

    /**
     * The partitions that the present assignment was made from; null when another leader made it, and these are taken for
     * them as soon as all are known.
     */
    private Map<String, Object> assignedFrom = Map.of();

    private Leading leading;

    /** The leader's turn, held back until all topics are known. */
    private record Leading(int turnNumber, String assignor, Map<String, Subscription> members, long deadlineNs) {}

    /** @param lastPollNs when the application polled last, as {@link System#nanoTime()} */
    public ClassicSession(
            ClientLoop loop,
            GroupSettings settings,
            GroupCoordinator coordinator,
            TopicInterest interest,
            TurnBox turns,
            LongSupplier lastPollNs) {
        super(loop, settings, coordinator, interest, turns, lastPollNs);
        this.member =
                new ClassicMember(settings, failures -> (int) settings.backoff().delayMs(failures));
        loop.onCluster(this::clusterChanged);
    }

    @Override
    public void subscribe(Wish wish) {
        want(wish.topics());
        act(member.subscribe());
    }

    @Override
    public void unsubscribe(String reason, Departure departure, Runnable onDone) {
        boolean isStatic = settings.instanceId().isPresent();
        boolean isTold = departure == Departure.FOR_GOOD || (departure == Departure.USUAL && !isStatic);
        leading = null;
        watch(Set.of());
        go(() -> act(member.unsubscribe(reason, isTold)), onDone);
    }

    @Override
    public void rejoin(String reason) {
        act(member.rejoin(reason));
    }

    @Override
    public void polled() {
        act(member.polled());
    }

    @Override
    public void answer(TurnAnswer answer) {
        if (answer instanceof TurnAnswer.Offered offered) {
            act(member.prepared(
                    offered.number(),
                    new ClassicAction.Offer(offered.protocols(), offered.isCooperative()),
                    loop.nanoTime()));
        } else if (answer instanceof TurnAnswer.Assigned assigned) {
            act(member.assigned(assigned.number(), assigned.assignments()));
        } else if (answer instanceof TurnAnswer.NotAssigned notAssigned) {
            act(member.turnFailed(notAssigned.number()));
        } else if (answer instanceof TurnAnswer.Adopted adopted) {
            act(member.adopted(adopted.number(), adopted.rejoinReason()));
            watchPartitions();
        } else if (answer instanceof TurnAnswer.Told told) {
            act(member.told(told.number()));
        }
    }

    @Override
    public void commitRefused(Membership as, Errors error) {
        act(member.commitRefused(as, error));
    }

    @Override
    public boolean hasMemberEpochs() {
        return false;
    }

    @Override
    public Optional<RuntimeException> refusal() {
        return member.refusal();
    }

    @Override
    void timePassed() {
        act(member.timePassed(loop.nanoTime(), lastPollNs.getAsLong()));
    }

    // ---- carrying out ----

    private void act(List<ClassicAction> actions) {
        show(member.membership(), member.phase() == ClassicMember.Phase.EXPIRED);
        for (ClassicAction action : actions) {
            carryOut(action);
        }
        wakeAt(member.dueNs(loop.nanoTime(), lastPollNs.getAsLong()));
    }

    private void carryOut(ClassicAction action) {
        if (action instanceof ClassicAction.Join join) {
            join(join);
        } else if (action instanceof ClassicAction.Sync sync) {
            sync(sync);
        } else if (action instanceof ClassicAction.Heartbeat heartbeat) {
            heartbeat(heartbeat);
        } else if (action instanceof ClassicAction.Leave leave) {
            leave(leave);
        } else if (action instanceof ClassicAction.Lead lead) {
            lead(lead);
        } else if (action instanceof ClassicAction.Watch keep) {
            watch(topicsOf(keep.members()));
            assignedFrom = null;
        } else if (action instanceof ClassicAction.Withdraw) {
            turns.clear();
        } else if (action instanceof ClassicAction.Tell tell) {
            if (tell.turn() instanceof Turn.Fail fail) {
                log.debug("membership in group {} failed", settings.groupId(), fail.failure());
            }
            turns.put(tell.turn());
        } else if (action instanceof ClassicAction.Suspect suspect) {
            coordinator.forget(suspect.why());
        }
    }

    private void join(ClassicAction.Join join) {
        log.info(
                "{} joins group {}{}",
                join.memberId().isEmpty() ? "a new member" : join.memberId(),
                settings.groupId(),
                join.reason().isEmpty() ? "" : ": " + join.reason());
        long timeoutMs = Math.max(settings.requestTimeoutMs(), settings.maxPollIntervalMs() + JOIN_GRACE_MS);
        coordinator.send(ClassicRequests.join(settings, join), timeoutMs, new ResponseHandler<JoinGroupResponse>() {
            @Override
            public void onResponse(JoinGroupResponse response, int version, int nodeId) {
                Errors error = Errors.forCode(response.errorCode());
                coordinator.heed(error);
                if (error == Errors.NONE) {
                    joined(join, response);
                } else {
                    log.debug("join of group {} refused: {}", settings.groupId(), error);
                    act(member.joinRefused(join.attempt(), error, response.memberId(), loop.nanoTime()));
                }
            }

            @Override
            public void onFailure(RuntimeException failure) {
                act(member.joinFailed(join.attempt(), failure, loop.nanoTime()));
            }
        });
    }

    private void joined(ClassicAction.Join join, JoinGroupResponse response) {
        ClassicMember.Joined answer;
        try {
            answer = ClassicRequests.joined(response);
        } catch (RuntimeException e) {
            act(member.joinFailed(join.attempt(), e, loop.nanoTime()));
            return;
        }
        act(member.joined(join.attempt(), answer, loop.nanoTime()));
    }

    private void sync(ClassicAction.Sync sync) {
        coordinator.send(
                ClassicRequests.sync(settings, sync),
                Math.max(settings.requestTimeoutMs(), settings.maxPollIntervalMs() + JOIN_GRACE_MS),
                new ResponseHandler<SyncGroupResponse>() {
                    @Override
                    public void onResponse(SyncGroupResponse response, int version, int nodeId) {
                        Errors error = Errors.forCode(response.errorCode());
                        coordinator.heed(error);
                        if (error == Errors.NONE) {
                            synced(sync, response);
                        } else {
                            log.debug("sync of group {} refused: {}", settings.groupId(), error);
                            act(member.syncRefused(sync.attempt(), error, loop.nanoTime()));
                        }
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        act(member.syncFailed(sync.attempt(), failure, loop.nanoTime()));
                    }
                });
    }

    private void synced(ClassicAction.Sync sync, SyncGroupResponse response) {
        Assignment assignment;
        try {
            assignment = ConsumerProtocol.assignment(response.assignment());
        } catch (RuntimeException e) {
            act(member.syncFailed(sync.attempt(), e, loop.nanoTime()));
            return;
        }
        act(member.synced(sync.attempt(), response.protocolName(), assignment, loop.nanoTime()));
    }

    private void heartbeat(ClassicAction.Heartbeat heartbeat) {
        long timeoutMs = Math.min(settings.requestTimeoutMs(), settings.sessionTimeoutMs() / 3);
        coordinator.send(
                ClassicRequests.heartbeat(settings, heartbeat), timeoutMs, new ResponseHandler<HeartbeatResponse>() {
                    @Override
                    public void onResponse(HeartbeatResponse response, int version, int nodeId) {
                        Errors error = Errors.forCode(response.errorCode());
                        coordinator.heed(error);
                        long nowNs = loop.nanoTime();
                        if (error != Errors.NONE && error != Errors.REBALANCE_IN_PROGRESS) {
                            log.info("heartbeat in group {} refused: {}", settings.groupId(), error);
                        }
                        act(member.heartbeatAnswered(heartbeat.generation(), heartbeat.memberId(), error, nowNs));
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        act(member.heartbeatFailed(heartbeat.generation(), failure, loop.nanoTime()));
                    }
                });
    }

    private void leave(ClassicAction.Leave leave) {
        log.info("{} leaves group {}: {}", leave.memberId(), settings.groupId(), leave.reason());
        if (leave.overtakes()) {
            coordinator.startOver();
        }
        sendLeave(ClassicRequests.leave(settings, leave), (LeaveGroupResponse answer) -> answer.errorCode());
    }

    // ---- leading ----

    private void lead(ClassicAction.Lead lead) {
        watch(topicsOf(lead.members()));
        leading = new Leading(
                lead.turnNumber(),
                lead.assignor(),
                lead.members(),
                loop.nanoTime() + settings.requestTimeoutMs() * 1_000_000);
        leadWhenTopicsAreKnown();
    }

    private static Set<String> topicsOf(Map<String, Subscription> members) {
        Set<String> topics = new TreeSet<>();
        members.values().forEach(subscription -> topics.addAll(subscription.topics()));
        return topics;
    }

    private void leadWhenTopicsAreKnown() {
        Leading held = leading;
        if (held == null) {
            return;
        }
        if (!areTopicsKnown() && held.deadlineNs() - loop.nanoTime() > 0) {
            loop.requestMetadata();
            return;
        }
        leading = null;
        if (member.awaits(held.turnNumber())) {
            assignedFrom = partitionsOf(groupTopics);
            turns.put(new Turn.Assign(
                    held.turnNumber(),
                    held.assignor(),
                    held.members(),
                    loop.cluster().toCluster()));
        }
    }

    private boolean areTopicsKnown() {
        ClusterView cluster = loop.cluster();
        return groupTopics.stream()
                .noneMatch(topic -> cluster.topic(topic) == null && cluster.topicError(topic) == Errors.NONE);
    }

    private void watch(Set<String> topics) {
        Set<String> before = groupTopics;
        groupTopics = Set.copyOf(topics);
        interest.add(groupTopics);
        interest.remove(before);
    }

    private void clusterChanged(ClusterView cluster) {
        leadWhenTopicsAreKnown();
        watchPartitions();
    }

    private void watchPartitions() {
        if (!member.isLeader()) {
            return;
        }
        Map<String, Object> now = partitionsOf(groupTopics);
        if (assignedFrom == null) {
            assignedFrom = areTopicsKnown() ? now : null;
        } else if (!now.equals(assignedFrom)) {
            act(member.rejoin("the group's topics changed from " + assignedFrom + " to " + now));
        }
    }

    /** What an assignment depends on: how many partitions each topic has, and, if racks matter, where they are. */
    private Map<String, Object> partitionsOf(Set<String> topics) {
        ClusterView cluster = loop.cluster();
        Map<String, Object> partitions = new TreeMap<>();
        for (String name : topics) {
            TopicView topic = cluster.topic(name);
            if (topic != null) {
                partitions.put(name, settings.rack() == null ? topic.partitionCount() : racksOf(cluster, topic));
            }
        }
        return partitions;
    }

    private static Map<Integer, Set<String>> racksOf(ClusterView cluster, TopicView topic) {
        Map<Integer, Set<String>> racks = new HashMap<>();
        for (int i = 0; i < topic.partitionCount(); i++) {
            Set<String> ofOne = racks.computeIfAbsent(i, p -> new TreeSet<>());
            for (int replica : topic.partition(i).replicas()) {
                if (cluster.node(replica) != null && cluster.node(replica).rack() != null) {
                    ofOne.add(cluster.node(replica).rack());
                }
            }
        }
        return racks;
    }
}
