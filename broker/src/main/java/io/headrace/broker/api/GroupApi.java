package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.group.GroupMachine;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import java.net.InetAddress;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An API that group coordinators answer: finds the coordinator of a group, asks it on its loop, and brings the answer back
 * to the loop of the connection.
 *
 * @param <Q> its request
 */
abstract class GroupApi<Q extends ApiMessage> extends Api<Q> {

    private final Services services;

    GroupApi(ApiKey key, int lowest, int highest, Services services) {
        super(key, lowest, highest);
        this.services = services;
    }

    /**
     * What a coordinator is asked.
     *
     * @param <R> its answer
     */
    @FunctionalInterface
    interface Question<R> {
        /** Takes the step. On the coordinator's loop. */
        Outcome ask(GroupMachine machine, GroupRequestContext context, Consumer<R> answer);
    }

    final Services services() {
        return services;
    }

    /**
     * Asks the coordinator of a group.
     *
     * @param refusal the answer when the coordinator cannot be asked
     * @param then gets the answer, on any loop
     */
    final <R> void ask(
            Call<Q> call, String groupId, Question<R> question, Function<Errors, R> refusal, Consumer<R> then) {
        ask(call, services.groups().partitionFor(groupId), question, refusal, then);
    }

    /** As above, for the coordinator of a partition. */
    final <R> void ask(
            Call<Q> call, int partition, Question<R> question, Function<Errors, R> refusal, Consumer<R> then) {
        services.groups()
                .step(
                        partition,
                        (machine, nowMs) -> question.ask(machine, contextOf(call, nowMs), then),
                        error -> then.accept(refusal.apply(error)));
    }

    /** What a request says about itself. */
    final GroupRequestContext contextOf(Call<Q> call, long nowMs) {
        InetAddress address = call.request().peer().getAddress();
        return new GroupRequestContext(call.version(), call.clientId(), hostOf(address), nowMs);
    }

    /** As Kafka shows it in descriptions of members: a slash and the address. */
    private static String hostOf(InetAddress address) {
        return "/" + address.getHostAddress();
    }
}
