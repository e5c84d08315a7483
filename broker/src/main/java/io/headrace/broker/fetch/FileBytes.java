package io.headrace.broker.fetch;

import io.headrace.broker.net.DeferredBytes;
import io.headrace.broker.replica.Partition;
import io.headrace.common.KafkaException;
import io.headrace.log.FetchSlice;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Records of an answer that are still in a segment's file. A deleted segment stays readable until they are released.
 */
public final class FileBytes implements DeferredBytes {

    private final Partition partition;
    private final FetchSlice slice;

    /** Takes a slice of a partition's log. */
    FileBytes(Partition partition, FetchSlice slice) {
        this.partition = partition;
        this.slice = slice;
    }

    @Override
    public int size() {
        return slice.size();
    }

    @Override
    public boolean mayBlock(int position) {
        return !partition.isHot(slice.firstOffset());
    }

    @Override
    public void read(int position, int length, ByteBuf out) throws IOException {
        try {
            slice.readInto(out, position, length);
        } catch (KafkaException e) {
            throw new IOException("reading " + length + " bytes of " + partition + " failed", e);
        }
    }

    /** Copies all of it; for what is small and in memory. */
    @Override
    public void writeTo(ByteBuf out) {
        slice.readInto(out);
    }

    @Override
    public Executor disk() {
        return partition.disk();
    }

    @Override
    public void release() {
        slice.release();
    }
}
