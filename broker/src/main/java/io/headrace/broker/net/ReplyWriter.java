package io.headrace.broker.net;

import io.headrace.broker.loop.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends answers at the pace at which the peer takes them. Deferred bytes are read in pieces, and only while the socket
 * takes more, so that a slow peer costs a piece of memory and not its whole answer. A piece that may have to come from a
 * disk is read by the disk's pool.
 *
 * <p>Owner: the connection's loop. It is the one releaser of every answer it was given.
 */
final class ReplyWriter implements ChannelFutureListener {

    /** Large enough that a system call moves much, small enough that a piece is still in the processor's cache. */
    static final int PIECE_BYTES = 256 * 1024;

    /** Larger, since each piece costs two changes of threads. */
    static final int DISK_PIECE_BYTES = 1024 * 1024;

    /** What a connection may still send while memory is short. */
    static final int SHORT_PIECE_BYTES = 16 * 1024;

    private static final long LAST = 1L;

    /** What the writer tells its connection. */
    interface Progress {
        /** An answer has left wholly. */
        void replySent();

        /** Some bytes have left. */
        void bytesSent();

        /** The peer is gone. */
        void writeFailed();

        /** An answer cannot be completed; the connection is of no use any more. */
        void replyBroken(IOException cause);
    }

    private final Channel channel;
    private final Loop loop;
    private final LoopMemory memory;
    private final Progress progress;

    private final ArrayDeque<Reply> replies = new ArrayDeque<>(4);
    private int nextPart;
    private int positionInPart;

    /** Bytes of each write that the channel has not completed, times two, plus one when it ends an answer. */
    private final ArrayDeque<Long> writes = new ArrayDeque<>(4);

    private long bufferedBytes;
    private long unsentBytes;
    private boolean readingDisk;
    private boolean pumping;
    private boolean batching;
    private boolean flushDue;
    private boolean closed;

    ReplyWriter(Channel channel, Loop loop, LoopMemory memory, Progress progress) {
        this.channel = channel;
        this.loop = loop;
        this.memory = memory;
        this.progress = progress;
    }

    /** Takes an answer, behind those that it has. */
    void send(Reply reply) {
        if (closed) {
            reply.release();
            return;
        }
        bufferedBytes += reply.bufferedBytes();
        memory.take(reply.bufferedBytes());
        replies.addLast(reply);
        pump();
    }

    /** Until {@link #endBatch()}, answers are collected and not flushed one by one. */
    void beginBatch() {
        batching = true;
    }

    /** Flushes what was collected. */
    void endBatch() {
        batching = false;
        if (flushDue) {
            flushDue = false;
            channel.flush();
        }
    }

    /** Sends on, after the channel or the memory has become able to take more. */
    void pump() {
        if (pumping || closed) {
            return;
        }
        pumping = true;
        boolean wrote = false;
        try {
            while (!replies.isEmpty() && !readingDisk && hasRoom()) {
                wrote |= writeNext();
            }
        } catch (IOException e) {
            progress.replyBroken(e);
        } finally {
            pumping = false;
        }
        if (wrote) {
            if (batching) {
                flushDue = true;
            } else {
                channel.flush();
            }
        }
    }

    /** Whether there is nothing that the peer still has to take. */
    boolean isIdle() {
        return replies.isEmpty() && unsentBytes == 0 && !readingDisk;
    }

    /** Bytes of answers that are in memory and have not left. */
    long bytesInMemory() {
        return bufferedBytes + unsentBytes;
    }

    /** Lets go of all that was not handed to the channel. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        memory.giveBack(bufferedBytes);
        bufferedBytes = 0;
        Reply first = replies.pollFirst();
        if (first != null) {
            // A piece under way on the disk's pool still reads from the part; that read releases it.
            int from = readingDisk ? nextPart + 1 : nextPart;
            for (int i = from; i < first.parts().size(); i++) {
                Reply.releasePart(first.parts().get(i));
            }
        }
        replies.forEach(Reply::release);
        replies.clear();
    }

    private boolean hasRoom() {
        return channel.isWritable() && !(memory.isFull() && unsentBytes > 0);
    }

    /** Writes one piece, or starts to read one; says whether something was written. */
    private boolean writeNext() throws IOException {
        Reply reply = replies.peekFirst();
        Object part = reply.parts().get(nextPart);
        if (part instanceof ByteBuf buffer) {
            int bytes = buffer.readableBytes();
            bufferedBytes -= bytes;
            write(buffer, bytes, partDone());
            return true;
        }
        DeferredBytes deferred = (DeferredBytes) part;
        int left = deferred.size() - positionInPart;
        boolean fromDisk = deferred.mayBlock(positionInPart);
        int most = fromDisk ? DISK_PIECE_BYTES : PIECE_BYTES;
        int length = Math.min(left, memory.isFull() ? SHORT_PIECE_BYTES : most);
        if (fromDisk) {
            readOnDisk(deferred, positionInPart, length);
            return false;
        }
        ByteBuf piece = channel.alloc().directBuffer(length);
        try {
            deferred.read(positionInPart, length, piece);
        } catch (IOException e) {
            piece.release();
            throw e;
        } catch (RuntimeException e) {
            piece.release();
            throw new IOException("reading records failed", e);
        }
        memory.take(length);
        writePiece(deferred, piece, length);
        return true;
    }

    private void writePiece(DeferredBytes deferred, ByteBuf piece, int length) {
        positionInPart += length;
        boolean last = false;
        if (positionInPart == deferred.size()) {
            deferred.release();
            last = partDone();
        }
        write(piece, length, last);
    }

    /** Steps over the part that was written; says whether it was the last of its answer. */
    private boolean partDone() {
        positionInPart = 0;
        nextPart++;
        if (nextPart < replies.peekFirst().parts().size()) {
            return false;
        }
        nextPart = 0;
        replies.pollFirst();
        return true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // This object is the listener.
    private void write(ByteBuf buffer, int bytes, boolean last) {
        unsentBytes += bytes;
        writes.addLast(((long) bytes << 1) | (last ? LAST : 0));
        channel.write(buffer).addListener(this);
    }

    /** A write has ended, well or not. Writes of a channel end in the order in which they were made. */
    @Override
    public void operationComplete(ChannelFuture future) {
        long write = writes.pollFirst();
        unsentBytes -= write >> 1;
        memory.giveBack(write >> 1);
        if (!future.isSuccess()) {
            progress.writeFailed();
            return;
        }
        progress.bytesSent();
        if ((write & LAST) != 0) {
            progress.replySent();
        }
        pump();
    }

    private void readOnDisk(DeferredBytes deferred, int position, int length) {
        readingDisk = true;
        ByteBuf piece = channel.alloc().directBuffer(length);
        memory.take(length);
        Runnable read = () -> {
            IOException failure = null;
            try {
                deferred.read(position, length, piece);
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = new IOException("reading records failed", e);
            }
            IOException cause = failure;
            if (!loop.offer(() -> readDone(deferred, piece, length, cause))) {
                piece.release();
                deferred.release();
            }
        };
        try {
            deferred.disk().execute(read);
        } catch (RejectedExecutionException poolEnded) {
            readDone(deferred, piece, length, new IOException("the broker is closing", poolEnded));
        }
    }

    private void readDone(DeferredBytes deferred, ByteBuf piece, int length, IOException failure) {
        readingDisk = false;
        if (closed || failure != null) {
            piece.release();
            memory.giveBack(length);
            if (closed) {
                deferred.release();
            } else {
                progress.replyBroken(failure);
            }
            return;
        }
        writePiece(deferred, piece, length);
        if (!batching) {
            channel.flush();
        } else {
            flushDue = true;
        }
        pump();
    }
}
