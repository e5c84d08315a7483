package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.internals.group.ConsumerMember.Action;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.Outcome;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * A membership of KIP-848 at work: carries out what {@link ConsumerMember} decides, and finds the names of the topics that
 * the coordinator assigns by id.
 *
 * <p>Owner: the client's loop.
 */
public final class ConsumerSession extends ProtocolSession {

    private static final Logger log = LoggerFactory.getLogger(ConsumerSession.class);

    private static final int WITH_REGEX = 1;

    /** An answer that takes longer than so many intervals was lost. */
    private static final int PATIENT_INTERVALS = 3;

    private static final long LEAST_PATIENCE_MS = 3_000;

    private final Operations operations;
    private final ConsumerMember member;

    private final Map<Uuid, String> names = new HashMap<>();
    private final Set<Uuid> asked = new HashSet<>();
    private Map<Uuid, Set<Integer>> target = Map.of();
    private long patienceMs;

    /** @param lastPollNs when the application polled last, as {@link System#nanoTime()} */
    public ConsumerSession(
            ClientLoop loop,
            GroupSettings settings,
            GroupCoordinator coordinator,
            TopicInterest interest,
            Operations operations,
            TurnBox turns,
            LongSupplier lastPollNs) {
        super(loop, settings, coordinator, interest, turns, lastPollNs);
        this.operations = operations;
        this.patienceMs = settings.requestTimeoutMs();
        this.member = new ConsumerMember(settings, Uuid.randomUuid().toString(), failures ->
                (int) settings.backoff().delayMs(failures));
    }

    @Override
    public void subscribe(Wish wish) {
        want(wish.topics());
        act(member.subscribe(wish, loop.nanoTime()));
    }

    @Override
    public void unsubscribe(String reason, Departure departure, Runnable onDone) {
        log.info("member {} leaves group {}: {}", membership().memberId(), settings.groupId(), reason);
        go(() -> act(member.unsubscribe(departure, loop.nanoTime())), onDone);
    }

    @Override
    public void rejoin(String reason) {
        // The coordinator decides when the group is to be balanced.
    }

    @Override
    public void polled() {
        act(member.polled(loop.nanoTime()));
    }

    @Override
    public void answer(TurnAnswer answer) {
        if (answer instanceof TurnAnswer.Reconciled reconciled) {
            act(member.reconciled(reconciled.number(), loop.nanoTime()));
        } else if (answer instanceof TurnAnswer.GivenUp givenUp) {
            act(member.givenUp(givenUp.number(), loop.nanoTime()));
        } else if (answer instanceof TurnAnswer.Told told) {
            act(member.told(told.number(), loop.nanoTime()));
        }
    }

    @Override
    public void commitRefused(Membership as, Errors error) {
        act(member.commitRefused(as, error, loop.nanoTime()));
    }

    @Override
    public boolean hasMemberEpochs() {
        return true;
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

    private void act(List<Action> actions) {
        show(member.membership(), member.phase() == ConsumerMember.Phase.EXPIRED);
        for (Action action : actions) {
            carryOut(action);
        }
        wakeAt(member.dueNs(loop.nanoTime(), lastPollNs.getAsLong()));
    }

    private void carryOut(Action action) {
        if (action instanceof Action.Heartbeat heartbeat) {
            heartbeat(heartbeat);
        } else if (action instanceof Action.Leave leave) {
            leave(leave);
        } else if (action instanceof Action.Name name) {
            target = name.target();
            name();
        } else if (action instanceof Action.Withdraw) {
            turns.clear();
        } else if (action instanceof Action.Tell tell) {
            if (tell.turn() instanceof Turn.Lost) {
                log.info("membership in group {} has ended", settings.groupId());
            }
            turns.put(tell.turn());
        }
    }

    private void heartbeat(Action.Heartbeat heartbeat) {
        boolean hasRegex = heartbeat.wish() != null && heartbeat.wish().regex() != null;
        Call call = Call.of(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                hasRegex ? WITH_REGEX : 0,
                ApiKey.CONSUMER_GROUP_HEARTBEAT.highestStableVersion(),
                version -> request(heartbeat, version));
        long timeoutMs = Math.min(settings.requestTimeoutMs(), patienceMs);
        coordinator.send(call, timeoutMs, new ResponseHandler<ConsumerGroupHeartbeatResponse>() {
            @Override
            public void onResponse(ConsumerGroupHeartbeatResponse response, int version, int nodeId) {
                Errors error = Errors.forCode(response.errorCode());
                coordinator.heed(error);
                long nowNs = loop.nanoTime();
                if (error == Errors.NONE) {
                    patienceMs = Math.max(LEAST_PATIENCE_MS, (long) PATIENT_INTERVALS * response.heartbeatIntervalMs());
                    act(member.answered(heartbeat.number(), answer(response), nowNs));
                } else {
                    log.info(
                            "heartbeat in group {} refused: {} {}", settings.groupId(), error, response.errorMessage());
                    act(member.refused(heartbeat.number(), error, response.errorMessage(), nowNs));
                }
            }

            @Override
            public void onFailure(RuntimeException failure) {
                act(member.failed(heartbeat.number(), explained(failure), loop.nanoTime()));
            }
        });
    }

    private static RuntimeException explained(RuntimeException failure) {
        if (failure instanceof UnsupportedVersionException) {
            return new UnsupportedVersionException(
                    "The brokers do not have what group.protocol=consumer needs (KIP-848). Set group.protocol=classic,"
                            + " or use brokers of Kafka 4.0 and newer",
                    failure);
        }
        return failure;
    }

    private ConsumerGroupHeartbeatRequest request(Action.Heartbeat heartbeat, int version) {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(settings.groupId())
                .memberId(heartbeat.memberId())
                .memberEpoch(heartbeat.epoch());
        if (heartbeat.isFull()) {
            request.instanceId(settings.instanceId().orElse(null))
                    .rackId(settings.rack())
                    .rebalanceTimeoutMs(settings.maxPollIntervalMs())
                    .serverAssignor(settings.serverAssignor());
        }
        if (heartbeat.wish() != null) {
            request.subscribedTopicNames(
                    new ArrayList<>(new TreeSet<>(heartbeat.wish().topics())));
            if (version >= WITH_REGEX) {
                request.subscribedTopicRegex(heartbeat.wish().regex());
            }
        }
        if (heartbeat.owned() != null) {
            List<ConsumerGroupHeartbeatRequest.TopicPartitions> owned = new ArrayList<>();
            heartbeat
                    .owned()
                    .forEach((topic, numbers) -> owned.add(new ConsumerGroupHeartbeatRequest.TopicPartitions()
                            .topicId(topic)
                            .partitions(new ArrayList<>(numbers))));
            request.topicPartitions(owned);
        }
        return request;
    }

    private static ConsumerMember.Answer answer(ConsumerGroupHeartbeatResponse response) {
        Map<Uuid, Set<Integer>> target = null;
        if (response.assignment() != null) {
            target = new TreeMap<>();
            for (ConsumerGroupHeartbeatResponse.TopicPartitions topic :
                    response.assignment().topicPartitions()) {
                target.put(topic.topicId(), new TreeSet<>(topic.partitions()));
            }
        }
        return new ConsumerMember.Answer(response.memberEpoch(), response.heartbeatIntervalMs(), target);
    }

    private void leave(Action.Leave leave) {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(settings.groupId())
                .memberId(leave.memberId())
                .memberEpoch(leave.epoch())
                .instanceId(settings.instanceId().orElse(null));
        sendLeave(
                Call.of(request, 0, ApiKey.CONSUMER_GROUP_HEARTBEAT.highestStableVersion()),
                (ConsumerGroupHeartbeatResponse answer) -> answer.errorCode());
    }

    // ---- names of topics ----

    /** Tells the member what part of its target has names, and asks for the others. */
    private void name() {
        Map<Uuid, Set<Integer>> known = new TreeMap<>();
        Set<TopicPartition> partitions = new HashSet<>();
        Set<TopicPartition> remade = new HashSet<>();
        Set<Uuid> unknown = new TreeSet<>();
        target.forEach((topic, numbers) -> {
            String name = nameOf(topic);
            if (name == null) {
                unknown.add(topic);
                return;
            }
            known.put(topic, numbers);
            boolean isRemade = hasAnother(topic, name);
            for (int number : numbers) {
                TopicPartition partition = new TopicPartition(name, number);
                partitions.add(partition);
                if (isRemade) {
                    remade.add(partition);
                }
            }
        });
        unknown.removeIf(topic -> !asked.add(topic));
        if (!unknown.isEmpty()) {
            ask(unknown);
        }
        act(member.named(target, known, partitions, remade, loop.nanoTime()));
    }

    private String nameOf(Uuid topic) {
        TopicView view = loop.cluster().topic(topic);
        if (view != null) {
            names.put(topic, view.name());
        }
        return names.get(topic);
    }

    /** Whether the member has partitions of an older topic with the same name. */
    private boolean hasAnother(Uuid topic, String name) {
        for (Uuid owned : member.owned().keySet()) {
            if (!owned.equals(topic) && name.equals(names.get(owned))) {
                return true;
            }
        }
        return false;
    }

    private void ask(Set<Uuid> topics) {
        operations.start(new TopicNamesOperation(), topics, settings.requestTimeoutMs(), new Outcome<>() {
            @Override
            public void succeeded(Uuid topic, String name) {
                asked.remove(topic);
                names.put(topic, name);
                name();
            }

            @Override
            public void failed(Uuid topic, RuntimeException why) {
                asked.remove(topic);
                log.info("topic {}, assigned by group {}, has no name yet", topic, settings.groupId(), why);
                if (target.containsKey(topic)) {
                    loop.schedule(settings.requestTimeoutMs(), ConsumerSession.this::name);
                }
            }
        });
    }
}
