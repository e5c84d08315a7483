package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import io.headrace.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.ArrayList;
import java.util.List;

/** The groups of all coordinators here, by state (KIP-518) and type (KIP-848). All coordinators must be loaded. */
final class ListGroupsApi extends GroupApi<ListGroupsRequest> {

    /** What one coordinator says. */
    private record Part(Errors error, List<ListedGroup> groups) {}

    ListGroupsApi(Services services) {
        super(ApiKey.LIST_GROUPS, 0, 5, services);
    }

    @Override
    void handle(Call<ListGroupsRequest> call) {
        int coordinators = services().groups().count();
        Gathering<Part> gathering = new Gathering<>(call, coordinators, parts -> reply(call, parts));
        for (int i = 0; i < coordinators; i++) {
            this.<Part>ask(
                    call,
                    i,
                    (machine, context, answer) -> machine.listGroups(
                            context, call.body(), groups -> answer.accept(new Part(Errors.NONE, groups))),
                    error -> new Part(error, List.of()),
                    gathering.part(i));
        }
    }

    private static void reply(Call<ListGroupsRequest> call, List<Part> parts) {
        List<ListedGroup> groups = new ArrayList<>();
        for (Part part : parts) {
            // Coordinators that are elsewhere are asked there.
            if (part.error() != Errors.NONE && part.error() != Errors.NOT_COORDINATOR) {
                call.reply(new ListGroupsResponse().errorCode(part.error().code()));
                return;
            }
            groups.addAll(part.groups());
        }
        call.reply(new ListGroupsResponse().groups(groups));
    }
}
