package io.headrace.broker.api;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.replica.Acknowledgement;
import io.headrace.broker.replica.Partition;
import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.log.AdmittedBatches;
import io.headrace.log.AppendResult;
import io.headrace.log.RecordsRejectedException;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
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

    private static final Logger LOG = LoggerFactory.getLogger(Produce.class);

    private final Call<ProduceRequest> call;
    private final long nowMs;
    private final Group[] groups;
    private int groupsUnderWay;
    private ProduceResponse response;
    private Errors firstError = Errors.NONE;

    Produce(Call<ProduceRequest> call, int loops, long nowMs) {
        this.call = call;
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
        int index = partition.loop().index();
        if (groups[index] == null) {
            groups[index] = new Group(partition.loop());
            groupsUnderWay++;
        }
        groups[index].appends.add(new Append(groups[index], partition, batch, answer));
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
            call.request().noReply();
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
            if (parked > 1) {
                deadline = loop.after(Math.max(0, call.body().timeoutMs()), this::timeOut);
            }
            unparked();
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

    /** One batch for one partition. */
    private final class Append implements Acknowledgement {
        private final Group group;
        private final Partition partition;
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
            boolean all = call.body().acks() == ACKS_ALL;
            try {
                AppendResult result = partition.append(batch, all, nowMs);
                answer.baseOffset(result.firstOffset())
                        .logAppendTimeMs(result.logAppendTimeMs())
                        .logStartOffset(result.logStartOffset());
                if (call.body().acks() != ACKS_NONE && partition.park(result, all, this)) {
                    isParked = true;
                    group.parked++;
                }
            } catch (RuntimeException e) {
                Errors error = describe(answer, e);
                if (error == Errors.UNKNOWN_SERVER_ERROR) {
                    LOG.error("appending to {} failed", partition, e);
                }
                group.failed(error);
            }
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
}
