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

    ListGroupsApi(Services services) {
        super(ApiKey.LIST_GROUPS, 0, 5, services);
    }

    @Override
    void handle(Call<ListGroupsRequest> call) {
        int coordinators = services().groups().count();
        Gathering<ListGroupsResponse> gathering = new Gathering<>(call, coordinators, parts -> reply(call, parts));
        for (int i = 0; i < coordinators; i++) {
            this.<ListGroupsResponse>ask(
                    call,
                    i,
                    (machine, context, answer) -> machine.listGroups(context, call.body(), answer),
                    error -> new ListGroupsResponse().errorCode(error.code()),
                    gathering.part(i));
        }
    }

    private static void reply(Call<ListGroupsRequest> call, List<ListGroupsResponse> parts) {
        List<ListedGroup> groups = new ArrayList<>();
        for (ListGroupsResponse part : parts) {
            // Coordinators that are elsewhere are asked there.
            if (part.errorCode() != Errors.NONE.code() && part.errorCode() != Errors.NOT_COORDINATOR.code()) {
                call.reply(new ListGroupsResponse().errorCode(part.errorCode()));
                return;
            }
            groups.addAll(part.groups());
        }
        call.reply(new ListGroupsResponse().groups(groups));
    }
}
