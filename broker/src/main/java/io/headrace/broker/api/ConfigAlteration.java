package io.headrace.broker.api;

import io.headrace.broker.logging.LogLevels;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.plan.AlterConfigs;
import io.headrace.metadata.plan.AlterConfigs.Change;
import io.headrace.metadata.plan.AlterConfigs.Op;
import io.headrace.metadata.plan.AlterConfigs.OpType;
import io.headrace.metadata.plan.AlterConfigs.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the two calls that change settings ask for: settings of topics, brokers, groups and metrics
 * subscriptions go through the cluster's metadata, levels of loggers are changed in this process. What one resource is
 * refused for does not touch the others.
 *
 * <p>Stateless.
 */
final class ConfigAlteration {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigAlteration.class);

    private final Services services;

    ConfigAlteration(Services services) {
        this.services = services;
    }

    /** Changes settings and tells the results in the order of the changes, on the loop of the call. */
    void run(Call<?> call, List<Change> changes, boolean validateOnly, Consumer<List<Result>> then) {
        Result[] results = new Result[changes.size()];
        List<Change> ofCluster = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        Set<ConfigResource> seen = new HashSet<>();
        Set<ConfigResource> twice = new HashSet<>();
        changes.stream().map(Change::resource).filter(each -> !seen.add(each)).forEach(twice::add);
        for (int i = 0; i < results.length; i++) {
            Change change = changes.get(i);
            results[i] = twice.contains(change.resource())
                    ? refusal(change, Errors.INVALID_REQUEST, "each resource may be named once")
                    : decideHere(change, validateOnly);
            if (results[i] == null) {
                ofCluster.add(change);
                places.add(i);
            }
        }
        if (ofCluster.isEmpty()) {
            then.accept(List.of(results));
            return;
        }
        AlterConfigs command = AlterConfigs.of(services.config(), ofCluster, validateOnly);
        call.when(services.controller().submit(command), (answers, failure) -> {
            for (int i = 0; i < places.size(); i++) {
                Errors error = failure == null ? Errors.NONE : Errors.forException(failure);
                results[places.get(i)] =
                        failure == null ? answers.get(i) : refusal(ofCluster.get(i), error, error.message());
                if (failure == null && answers.get(i).error() == Errors.NONE && !validateOnly) {
                    LOG.info("settings of {} are changed: {}", ofCluster.get(i).resource(), namesOf(ofCluster.get(i)));
                }
            }
            then.accept(List.of(results));
        });
    }

    private static List<String> namesOf(Change change) {
        return change.ops().stream().map(op -> op.type() + " " + op.name()).toList();
    }

    /** What can be said without the cluster's metadata, or null. */
    private Result decideHere(Change change, boolean validateOnly) {
        ConfigResource resource = change.resource();
        boolean here = resource.name().equals(Integer.toString(services.config().nodeId()));
        switch (resource.type()) {
            case BROKER -> {
                return here || resource.name().isEmpty() ? null : elsewhere(change);
            }
            case BROKER_LOGGER -> {
                return here ? changeLevels(change, validateOnly) : elsewhere(change);
            }
            case UNKNOWN -> {
                return refusal(change, Errors.INVALID_REQUEST, "there are no resources of this type");
            }
            default -> {
                return null;
            }
        }
    }

    private Result elsewhere(Change change) {
        return refusal(
                change,
                Errors.INVALID_REQUEST,
                "this is broker " + services.config().nodeId() + ", named was '"
                        + change.resource().name() + "'");
    }

    private static Result refusal(Change change, Errors error, String message) {
        return new Result(change.resource(), error, message);
    }

    private static Result changeLevels(Change change, boolean validateOnly) {
        LogLevels levels = LogLevels.ofBackend();
        if (change.replaceAll()) {
            return refusal(
                    change, Errors.INVALID_REQUEST, "levels of loggers are changed by IncrementalAlterConfigs only");
        }
        if (levels.unavailable() != null) {
            return refusal(change, Errors.INVALID_REQUEST, "the logging backend " + levels.unavailable());
        }
        SortedMap<String, String> known = levels.levels();
        Set<String> named = new HashSet<>();
        for (Op op : change.ops()) {
            Result refused = refuseLevel(change, op, known, named);
            if (refused != null) {
                return refused;
            }
        }
        if (!validateOnly) {
            for (Op op : change.ops()) {
                if (op.type() == OpType.SET) {
                    levels.set(op.name(), op.value());
                    LOG.info("logger {} is set to {}", op.name(), op.value());
                } else {
                    levels.unset(op.name());
                    LOG.info("logger {} inherits its level again", op.name());
                }
            }
        }
        return new Result(change.resource(), Errors.NONE, null);
    }

    private static Result refuseLevel(Change change, Op op, SortedMap<String, String> known, Set<String> named) {
        if (!named.add(op.name())) {
            return refusal(change, Errors.INVALID_REQUEST, "logger " + op.name() + " is named more than once");
        }
        if (op.type() == OpType.APPEND || op.type() == OpType.SUBTRACT) {
            return refusal(change, Errors.INVALID_REQUEST, "a logger's level is no list: " + op.type());
        }
        if (op.type() == OpType.DELETE && op.name().equals(LogLevels.ROOT)) {
            return refusal(change, Errors.INVALID_REQUEST, "the root logger has nobody to inherit its level from");
        }
        if (op.type() == OpType.SET && op.value() == null) {
            return refusal(change, Errors.INVALID_REQUEST, "logger " + op.name() + " needs a level");
        }
        if (!known.containsKey(op.name())) {
            return refusal(change, Errors.INVALID_CONFIG, "there is no logger " + op.name());
        }
        if (op.type() == OpType.SET && !LogLevels.LEVELS.contains(op.value())) {
            return refusal(
                    change,
                    Errors.INVALID_CONFIG,
                    "level " + op.value() + " of logger " + op.name() + " is none of " + LogLevels.LEVELS);
        }
        return null;
    }
}
