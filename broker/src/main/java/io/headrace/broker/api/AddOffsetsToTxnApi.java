package io.headrace.broker.api;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupMachine;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AddOffsetsToTxnRequest;
import io.headrace.protocol.message.AddOffsetsToTxnResponse;
import io.headrace.txn.AddPartitions;
import io.headrace.txn.ClientProtocol;
import io.headrace.txn.ProducerIdentity;
import java.util.Set;

/** Adds the partition of group offsets, to which a group belongs, to a transaction. */
final class AddOffsetsToTxnApi extends Api<AddOffsetsToTxnRequest> {

    private static final int FIRST_WITH_FENCED = 2;

    private final Services services;

    AddOffsetsToTxnApi(Services services) {
        super(ApiKey.ADD_OFFSETS_TO_TXN, 0, 4);
        this.services = services;
    }

    @Override
    void handle(Call<AddOffsetsToTxnRequest> call) {
        AddOffsetsToTxnRequest body = call.body();
        CoordinatorShards<GroupMachine> groups = services.groups();
        String topic = groups.kind().topic().name();
        // The producer looks for the group's coordinator only later, and the topic is made then at the latest.
        call.when(services.internalTopics().ensure(topic), (made, failure) -> {
            int partition = groups.partitionFor(body.groupId());
            if (partition < 0) {
                reply(call, Errors.COORDINATOR_NOT_AVAILABLE);
                return;
            }
            AddPartitions request = new AddPartitions(
                    body.transactionalId(),
                    new ProducerIdentity(body.producerId(), body.producerEpoch()),
                    Set.of(new TopicPartition(topic, partition)),
                    ClientProtocol.FIXED_EPOCH,
                    call.request().connection().number());
            services.transactions().addPartitions(request, error -> call.goOn(() -> reply(call, error)));
        });
    }

    private static void reply(Call<AddOffsetsToTxnRequest> call, Errors error) {
        if (error == Errors.NETWORK_EXCEPTION) {
            call.request().refuse("offsets of a transaction came late, by an older connection");
            return;
        }
        call.reply(new AddOffsetsToTxnResponse()
                .errorCode(ProducerEpochErrors.known(error, call.version(), FIRST_WITH_FENCED)
                        .code()));
    }
}
