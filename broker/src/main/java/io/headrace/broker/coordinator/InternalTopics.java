package io.headrace.broker.coordinator;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.control.ClusterController;
import io.headrace.metadata.plan.CreateTopics;
import io.headrace.metadata.plan.NewTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics that coordinators keep their state in: created when they are first needed. Thread safe. */
public final class InternalTopics {

    private static final Logger LOG = LoggerFactory.getLogger(InternalTopics.class);

    private final BrokerConfig config;
    private final ClusterController controller;
    private final Map<String, NewTopic> topics = new HashMap<>();

    /** What was logged last, by topic. */
    private final Map<String, String> complaints = new ConcurrentHashMap<>();

    /** The topics of some kinds of coordinators. */
    public InternalTopics(BrokerConfig config, ClusterController controller, List<CoordinatorKind<?>> kinds) {
        this.config = config;
        this.controller = controller;
        kinds.forEach(kind -> topics.put(kind.topic().name(), kind.topic()));
    }

    /** How a topic is created when nobody says how: an internal one as its coordinators need it. */
    public NewTopic withDefaults(String name) {
        NewTopic internal = topics.get(name);
        return internal == null ? NewTopic.withDefaults(name) : internal;
    }

    /**
     * Sees to it that a topic is there.
     *
     * @return NONE once it is there and its coordinators take requests, or why there is none; never fails
     */
    public CompletionStage<Errors> ensure(String name) {
        if (controller.image().topic(name) != null) {
            return CompletableFuture.completedFuture(Errors.NONE);
        }
        return controller
                .submit(CreateTopics.automatic(config, List.of(withDefaults(name))))
                .handle((results, failure) -> {
                    Errors error = failure == null ? results.get(0).error() : Errors.forException(failure);
                    String why = failure == null ? results.get(0).message() : failure.toString();
                    // Clients ask again and again: said once for each reason.
                    if (error != Errors.NONE && !why.equals(complaints.put(name, why))) {
                        LOG.warn("topic {} could not be created: {}", name, why);
                    }
                    return error;
                });
    }
}
