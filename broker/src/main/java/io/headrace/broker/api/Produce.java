package io.headrace.broker.api;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.replica.Acknowledgement;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.txn.TransactionGate;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.InvalidPidMappingException;
import io.headrace.common.errors.TransactionalIdAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.log.AdmittedBatches;
import io.headrace.log.AppendResult;
import io.headrace.log.RecordsRejectedException;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.record.BatchHeader;
import io.headrace.txn.ProducerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One produce request under way: what is to be appended on which loop, and what is answered in the end.
 *
 * <p>Owner: the loop of the connection. A {@link Group}, with the answers of its partitions, belongs to the partitions'
 * loop from the moment it is handed over until it comes back.
 */
final class Produce {

    static final short ACKS_ALL = -1;
    static final short ACKS_NONE = 0;
    static final short ACKS_LEADER = 1;
    static final long NO_OFFSET = -1;

    private static final int FIRST_WITH_ABORTABLE = 11;
    private static final int FIRST_ADDING = 12;

    private static final Logger LOG = LoggerFactory.getLogger(Produce.class);

    private final Call<ProduceRequest> call;
    private final long nowMs;
    private final Group[] groups;
    private final List<TransactionGate> gates;
    private ProducerIdentity producer = ProducerIdentity.NONE;
    private int groupsUnderWay;
    private ProduceResponse response;
    private Errors firstError = Errors.NONE;

    Produce(Call<ProduceRequest> call, int loops, List<TransactionGate> gates, long nowMs) {
        this.call = call;
        this.gates = gates;
        this.nowMs = nowMs;
        this.groups = new Group[loops];
    }

    int version() {
        return call.version();
    }

    long nowMs() {
        return nowMs;
    }

    /** Puts a batch on the list of its partition's loop. */
    void add(Partition partition, AdmittedBatches batch, PartitionProduceResponse answer) {
        Group group = groupOf(partition);
        group.appends.add(new Append(group, partition, batch, answer));
    }

    /**
     * As {@link #add}, for a batch that is part of a transaction. All transactional batches of a request are of one
     * producer.
     */
    void addTransactional(
            Partition partition, AdmittedBatches batch, BatchHeader header, PartitionProduceResponse answer) {
        if (call.body().transactionalId() == null) {
            throw new TransactionalIdAuthorizationException("a transactional batch came without transactional id");
        }
        ProducerIdentity writer = new ProducerIdentity(header.producerId(), header.producerEpoch());
        if (!producer.isGiven()) {
            producer = writer;
        } else if (!producer.equals(writer)) {
            throw new InvalidPidMappingException(
                    "batches of one transactional request are of the producers " + producer + " and " + writer);
        }
        Group group = groupOf(partition);
        group.appends.add(new TransactionalAppend(group, partition, batch, header.baseSequence(), answer));
    }

    private Group groupOf(Partition partition) {
        int index = partition.loop().index();
        if (groups[index] == null) {
            groups[index] = new Group(partition.loop());
            groupsUnderWay++;
        }
        return groups[index];
    }

    /** Answers for one partition that nothing was appended. */
    void refuse(PartitionProduceResponse answer, ApiException why) {
        Errors error = describe(answer, why);
        if (firstError == Errors.NONE) {
            firstError = error;
        }
    }

    /** Hands the groups to their loops. */
    void start(ProduceResponse answers) {
        response = answers;
        groupsUnderWay++;
        for (Group group : groups) {
            if (group != null) {
                group.loop.run(group::append);
            }
        }
        groupDone(Errors.NONE);
    }

    private void groupDone(Errors error) {
        if (firstError == Errors.NONE) {
            firstError = error;
        }
        groupsUnderWay--;
        if (groupsUnderWay > 0) {
            return;
        }
        if (call.body().acks() != ACKS_NONE) {
            call.reply(response);
        } else if (firstError == Errors.NONE) {
            call.noReply();
        } else {
            // A producer that wants no answers learns in no other way that it has to look for another leader.
            call.request().refuse("a produce request without acknowledgement failed: " + firstError);
        }
    }

    private static Errors describe(PartitionProduceResponse answer, RuntimeException why) {
        Errors error;
        if (why instanceof RecordsRejectedException rejected) {
            error = Errors.forException(rejected.error());
            List<BatchIndexAndErrorMessage> records = new ArrayList<>();
            for (RecordsRejectedException.RecordError record : rejected.recordErrors()) {
                records.add(new BatchIndexAndErrorMessage()
                        .batchIndex(record.batchIndex())
                        .batchIndexErrorMessage(record.message()));
            }
            answer.recordErrors(records);
        } else {
            error = Errors.forException(why);
        }
        answer.errorCode(error.code()).errorMessage(why.getMessage());
        return error;
    }

    /** The appends of this request that belong to one loop. Owner: that loop, while they are under way. */
    private final class Group {
        private final Loop loop;
        private final List<Append> appends = new ArrayList<>(4);
        private TransactionGate.Visit visit;
        private int parked;
        private Errors firstFailure = Errors.NONE;
        private ScheduledFuture<?> deadline;

        Group(Loop loop) {
            this.loop = loop;
        }

        void append() {
            // This turn counts as parked too: an append may release one before it.
            parked = 1;
            for (Append append : appends) {
                append.run();
            }
            if (visit != null) {
                visit.ask();
            }
            if (parked > 1) {
                deadline = loop.after(Math.max(0, call.body().timeoutMs()), this::timeOut);
            }
            unparked();
        }

        /** The way of this group's transactional batches through the gate. */
        TransactionGate.Visit visit() {
            if (visit == null) {
                visit = gates.get(loop.index())
                        .visit(
                                call.body().transactionalId(),
                                producer,
                                clientOf(call).adds());
            }
            return visit;
        }

        void unparked() {
            parked--;
            if (parked == 0) {
                if (deadline != null) {
                    deadline.cancel(false);
                }
                done();
            }
        }

        private void timeOut() {
            for (Append append : appends) {
                if (append.isParked && append.partition.unpark(append)) {
                    append.refused(Errors.REQUEST_TIMED_OUT);
                }
            }
        }

        private void done() {
            call.loop().run(() -> groupDone(firstFailure));
        }

        void failed(Errors error) {
            if (firstFailure == Errors.NONE) {
                firstFailure = error;
            }
        }
    }

    private static TransactionalWrites clientOf(Call<ProduceRequest> call) {
        return TransactionalWrites.of(call.version(), FIRST_WITH_ABORTABLE, FIRST_ADDING);
    }

    /** One batch for one partition. */
    private class Append implements Acknowledgement {
        final Group group;
        final Partition partition;
        private final AdmittedBatches batch;
        private final PartitionProduceResponse answer;
        private boolean isParked;

        Append(Group group, Partition partition, AdmittedBatches batch, PartitionProduceResponse answer) {
            this.group = group;
            this.partition = partition;
            this.batch = batch;
            this.answer = answer;
        }

        void run() {
            append(TransactionVerification.NONE);
        }

        final void append(TransactionVerification verified) {
            boolean all = call.body().acks() == ACKS_ALL;
            try {
                AppendResult result = partition.append(batch, verified, all, nowMs);
                answer.baseOffset(result.firstOffset())
                        .logAppendTimeMs(result.logAppendTimeMs())
                        .logStartOffset(result.logStartOffset());
                if (call.body().acks() != ACKS_NONE && partition.park(result, all, this)) {
                    isParked = true;
                    group.parked++;
                }
            } catch (RuntimeException e) {
                noteFailure(e);
            }
        }

        final void noteFailure(RuntimeException why) {
            Errors error = describe(answer, why);
            if (error == Errors.UNKNOWN_SERVER_ERROR) {
                LOG.error("appending to {} failed", partition, why);
            }
            group.failed(error);
        }

        @Override
        public void acknowledged() {
            isParked = false;
            group.unparked();
        }

        @Override
        public void refused(Errors error) {
            isParked = false;
            answer.errorCode(error.code()).baseOffset(NO_OFFSET);
            group.failed(error);
            group.unparked();
        }
    }

    /** One batch of a transaction: the first one for its partition waits until the transaction includes the partition. */
    private final class TransactionalAppend extends Append implements TransactionGate.Entrant {
        private final int baseSequence;

        TransactionalAppend(
                Group group,
                Partition partition,
                AdmittedBatches batch,
                int baseSequence,
                PartitionProduceResponse answer) {
            super(group, partition, batch, answer);
            this.baseSequence = baseSequence;
        }

        @Override
        void run() {
            group.parked++;
            group.visit().enter(partition, baseSequence, nowMs, this);
        }

        @Override
        public void admitted(TransactionVerification verification) {
            append(verification);
            group.unparked();
        }

        @Override
        public void turnedAway(Errors error) {
            Errors told = clientOf(call).answerTo(error, Errors.NOT_ENOUGH_REPLICAS);
            failed(told.exception(
                    "the transaction's coordinator does not let a batch for " + partition + " in: " + error));
        }

        @Override
        public void failed(RuntimeException why) {
            noteFailure(why);
            group.unparked();
        }
    }
}
