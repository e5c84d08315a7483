package io.headrace.log;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process that {@link KillTest} kills: appends to several logs as fast as it can, and says on its standard output what
 * was acknowledged: partition, first offset, first counter, number of records. Every value tells its partition and a counter
 * that goes on where the log ends.
 */
public final class KilledWriter {

    static final int PARTITIONS = 3;
    static final LogConfig CONFIG = LogConfig.builder()
            .segmentBytes(2_000_000)
            .indexIntervalBytes(1000)
            .retentionMs(-1)
            .build();

    private KilledWriter() {}

    static LogSpec spec(int partition) {
        return new LogSpec(new TopicPartition("killed", partition), new Uuid(3, 33), CONFIG);
    }

    static LogDirectory directory(Path path, ExecutorService disk) {
        return LogDirectory.open(path, LogDirectoryConfig.of(disk));
    }

    static String value(int partition, long counter) {
        // A large one now and then, because the kernel is killed between pages, not within one.
        int length = counter % 401 == 400 ? 600_000 : (int) (counter % 97);
        return partition + "/" + counter + "/" + "x".repeat(length);
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException {
        ExecutorService disk = Executors.newSingleThreadExecutor();
        LogDirectory directory = directory(Path.of(arguments[0]), disk);
        Random random = new Random(Long.parseLong(arguments[1]));
        List<PartitionLog> logs = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            logs.add(directory.openLog(spec(i), System.currentTimeMillis()));
        }
        DataOutputStream acknowledgements = new DataOutputStream(System.out);
        BatchAdmission admission = new BatchAdmission(UnpooledByteBufAllocator.DEFAULT, 1 << 20);
        acknowledgements.writeInt(-1);
        acknowledgements.flush();
        for (int round = 1; ; round++) {
            int partition = random.nextInt(PARTITIONS);
            PartitionLog log = logs.get(partition);
            // One record per offset, so the counter is the offset, also after a restart.
            long counter = log.view().logEndOffset();
            int count = 1 + random.nextInt(40);
            TestBatch batch = TestBatch.empty();
            for (int i = 0; i < count; i++) {
                batch.record(
                        System.currentTimeMillis(),
                        null,
                        value(partition, counter + i).getBytes(StandardCharsets.UTF_8));
            }
            batch.producer(100 + partition, 0, (int) counter);
            ByteBuf buffer = Unpooled.wrappedBuffer(batch.bytes());
            long now = System.currentTimeMillis();
            AppendResult result =
                    log.append(admission.admit(buffer, log.topicPartition(), CONFIG, AppendOrigin.CLIENT, now), 0, now);
            acknowledgements.writeInt(partition);
            acknowledgements.writeLong(result.firstOffset());
            acknowledgements.writeLong(counter);
            acknowledgements.writeInt(count);
            acknowledgements.flush();
            if (round % 50 == 0) {
                disk.execute(directory::checkpoint);
            }
        }
    }
}
