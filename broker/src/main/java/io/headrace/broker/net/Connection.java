package io.headrace.broker.net;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.quota.QuotaSession;
import io.headrace.protocol.RequestPrefix;
import io.headrace.transport.InvalidFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's end of a connection: admits requests, passes them on, sends the answers in their order.
 *
 * <p>Reading stops while too many requests or bytes of this connection are unanswered, while its peer does not take its
 * answers, and while the loop's memory is short; so what one peer can hold is bounded.
 *
 * <p>Owner: its loop. The last handler of its channel, behind {@link ArrivalMeter} and the frame decoder.
 */
public final class Connection extends ChannelInboundHandlerAdapter implements LoopMemory.Member, ReplyWriter.Progress {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private static final int LENGTH_BYTES = 4;
    private static final long STALLED_NS = TimeUnit.SECONDS.toNanos(10);

    private static final int PAUSED_FOR_REQUESTS = 1;
    private static final int PAUSED_FOR_MEMORY = 2;
    private static final int PAUSED_FOR_PEER = 4;
    private static final int PAUSED_FOR_GOOD = 8;
    private static final int PAUSED_FOR_QUOTA = 16;

    private final Channel channel;
    private final long number;
    private final LoopConnections siblings;
    private final ConnectionSettings settings;
    private final LoopMemory memory;
    private final InetSocketAddress peer;
    private final ReplySequencer<Reply> sequencer = new ReplySequencer<>();
    private final ReplyWriter writer;
    private final Set<Request> parked = new LinkedHashSet<>(4);

    private int pauses;
    private int requests;
    private long requestBytes;
    private long partialBytes;
    private long receivedBytes;

    /** Bytes of answers that wait for earlier ones. */
    private long outOfTurnBytes;

    private long lastProgressNs = System.nanoTime();
    private ScheduledFuture<?> idleTimer;
    private final QuotaSession quotas = new QuotaSession();
    private long throttledUntilNs;
    private ScheduledFuture<?> throttleTimer;
    private boolean draining;
    private boolean gone;

    /** What is remembered about the client for as long as the connection lives; set by the handlers. */
    private String clientSoftware = "unknown";

    Connection(Channel channel, LoopConnections siblings, long number) {
        this.number = number;
        this.channel = channel;
        this.siblings = siblings;
        this.settings = siblings.settings();
        this.memory = siblings.memory();
        this.peer = (InetSocketAddress) channel.remoteAddress();
        this.writer = new ReplyWriter(channel, siblings.loop(), memory, this);
    }

    Loop loop() {
        return siblings.loop();
    }

    /** Its number: larger than that of every connection that was there when it was made. */
    public long number() {
        return number;
    }

    InetSocketAddress peer() {
        return peer;
    }

    boolean isOpen() {
        return !gone;
    }

    boolean isDraining() {
        return draining;
    }

    /** How many of its requests are not answered wholly. */
    int unanswered() {
        return requests;
    }

    /** Adds its requests that wait for something, by the number of their API. */
    void countWaiting(Map<Integer, Integer> byApi) {
        parked.forEach(request -> byApi.merge((int) request.apiId(), 1, Integer::sum));
    }

    /** The quotas of its client. */
    public QuotaSession quotas() {
        return quotas;
    }

    /** The name and version that the client gave of itself. */
    public String clientSoftware() {
        return clientSoftware;
    }

    /** Remembers the name and version that the client gave of itself. */
    public void clientSoftware(String nameAndVersion) {
        clientSoftware = nameAndVersion;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        siblings.add(this);
        watchForIdleness(settings.maxIdleMs());
        ctx.fireChannelActive();
    }

    /** Bytes have come from the socket. */
    void arrived(int bytes) {
        partialBytes += bytes;
        receivedBytes += bytes;
        memory.take(bytes);
        lastProgressNs = System.nanoTime();
        writer.beginBatch();
    }

    /** What had arrived has been handed on as far as possible: may there be more? */
    void handedOn() {
        if (!gone && (pauses & PAUSED_FOR_MEMORY) == 0) {
            memory.admitNextRead(this);
        }
    }

    /** That was all for this turn of the loop. */
    void readComplete() {
        writer.endBatch();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf frame = (ByteBuf) message;
        int bytes = frame.readableBytes();
        partialBytes -= bytes + LENGTH_BYTES;
        memory.giveBack(LENGTH_BYTES);
        memory.requestComplete(this);
        if (gone || bytes < RequestPrefix.SIZE) {
            frame.release();
            memory.giveBack(bytes);
            if (!gone) {
                closeFor("a frame of " + bytes + " bytes is too short for a request");
            }
            return;
        }
        requests++;
        requestBytes += bytes;
        if (requests >= settings.maxRequests() || requestBytes >= settings.maxRequestBytes()) {
            pause(PAUSED_FOR_REQUESTS);
        }
        Request request = new Request(this, sequencer.open(), frame, lastProgressNs);
        siblings.handler().handle(request);
    }

    void answer(ReplySequencer.Slot<Reply> slot, Reply reply, int bytes) {
        if (gone) {
            reply.release();
            return;
        }
        requestDone(bytes);
        outOfTurnBytes += reply.bufferedBytes();
        memory.take(reply.bufferedBytes());
        sequencer.answer(slot, reply, this::inTurn);
        long most = memory.isFull() ? LoopMemory.SMALL_BYTES : settings.maxUnsentBytes();
        if (outOfTurnBytes + writer.bytesInMemory() > most) {
            pause(PAUSED_FOR_PEER);
            // Whatever they wait behind has waited long enough: a fetch may end before its time.
            finishParked();
        }
    }

    void answerNothing(ReplySequencer.Slot<Reply> slot, int bytes) {
        if (gone) {
            return;
        }
        requestDone(bytes);
        sequencer.answer(slot, null, this::inTurn);
        replySent();
    }

    private void inTurn(Reply reply) {
        outOfTurnBytes -= reply.bufferedBytes();
        memory.giveBack(reply.bufferedBytes());
        writer.send(reply);
    }

    private void requestDone(int bytes) {
        requestBytes -= bytes;
        memory.giveBack(bytes);
    }

    void parked(Request request) {
        parked.add(request);
    }

    void unparked(Request request) {
        parked.remove(request);
    }

    @Override
    public void replySent() {
        requests--;
        if (requests < settings.maxRequests() && requestBytes < settings.maxRequestBytes()) {
            resume(PAUSED_FOR_REQUESTS);
        }
        closeIfDrained();
    }

    @Override
    public void bytesSent() {
        lastProgressNs = System.nanoTime();
        if (outOfTurnBytes + writer.bytesInMemory() <= settings.maxUnsentBytes() / 2) {
            resume(PAUSED_FOR_PEER);
        }
    }

    @Override
    public void writeFailed() {
        close();
    }

    @Override
    public void replyBroken(IOException cause) {
        LOG.warn("connection of {} is closed: records of an answer could not be read", peer, cause);
        close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        writer.pump();
    }

    @Override
    public void pauseReading() {
        pause(PAUSED_FOR_MEMORY);
    }

    @Override
    public void resumeReading() {
        resume(PAUSED_FOR_MEMORY);
    }

    @Override
    public long heldBytes() {
        return partialBytes + requestBytes + outOfTurnBytes + writer.bytesInMemory();
    }

    @Override
    public long receivedBytes() {
        return receivedBytes;
    }

    @Override
    public boolean isInsideRequest() {
        return partialBytes > 0;
    }

    @Override
    public void evict() {
        closeFor("memory is short, and its request did not get to an end in time");
    }

    /** Memory is short: a peer that has taken nothing of its answers for a while loses its connection. */
    void evictIfStalled() {
        if (!writer.isIdle() && System.nanoTime() - lastProgressNs > STALLED_NS) {
            closeFor("memory is short, and its answers were not taken in time");
        }
    }

    private void pause(int reason) {
        if (pauses == 0) {
            channel.config().setAutoRead(false);
        }
        pauses |= reason;
    }

    private void resume(int reason) {
        if ((pauses & reason) != 0) {
            pauses &= ~reason;
            if (pauses == 0) {
                channel.config().setAutoRead(true);
            }
        }
    }

    /** Is not read from for a time, since its client has used more than its quota (KIP-219). */
    public void pauseFor(long ms) {
        if (ms <= 0 || gone) {
            return;
        }
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        if (throttleTimer == null) {
            throttledUntilNs = untilNs;
            pause(PAUSED_FOR_QUOTA);
            throttleTimer = loop().after(ms, this::endThrottling);
        } else if (untilNs - throttledUntilNs > 0) {
            throttledUntilNs = untilNs;
        }
    }

    private void endThrottling() {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(throttledUntilNs - System.nanoTime());
        if (leftMs > 0) {
            throttleTimer = loop().after(leftMs, this::endThrottling);
            return;
        }
        throttleTimer = null;
        lastProgressNs = System.nanoTime();
        resume(PAUSED_FOR_QUOTA);
    }

    /** Takes no more requests, and closes behind the last answer. */
    void drain() {
        draining = true;
        pause(PAUSED_FOR_GOOD);
        finishParked();
        closeIfDrained();
    }

    private void finishParked() {
        List<Request> waiting = new ArrayList<>(parked);
        for (Request request : waiting) {
            Parked held = request.parked();
            if (held != null) {
                held.finishNow();
            }
        }
    }

    private void closeIfDrained() {
        if (draining && requests == 0 && !gone) {
            close();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive tells.
    private void close() {
        channel.close();
    }

    /** Closes the connection, since its peer or its time wants it. */
    void closeFor(String why) {
        if (!gone) {
            LOG.info("connection of {} is closed: {}", peer, why);
            close();
        }
    }

    void closeAfterFailure(Request request, Throwable cause) {
        LOG.error("connection of {} is closed: {} failed", peer, request, cause);
        close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof InvalidFrameException) {
            closeFor(cause.getMessage());
        } else if (cause instanceof IOException) {
            LOG.debug("connection of {} is lost", peer, cause);
            close();
        } else {
            LOG.error("connection of {} is closed after an error", peer, cause);
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (gone) {
            return;
        }
        gone = true;
        if (idleTimer != null) {
            idleTimer.cancel(false);
        }
        if (throttleTimer != null) {
            throttleTimer.cancel(false);
        }
        memory.remove(this);
        memory.giveBack(partialBytes + requestBytes + outOfTurnBytes);
        outOfTurnBytes = 0;
        partialBytes = 0;
        requestBytes = 0;
        List<Request> waiting = new ArrayList<>(parked);
        for (Request request : waiting) {
            request.abandon();
        }
        sequencer.clear(Reply::release);
        writer.close();
        siblings.remove(this);
    }

    private void watchForIdleness(long delayMs) {
        if (settings.maxIdleMs() >= 0) {
            idleTimer = loop().after(delayMs, this::closeIfIdle);
        }
    }

    /** Requests that the broker itself keeps waiting do not count as idleness; answers that the peer does not take do. */
    private void closeIfIdle() {
        long idleMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastProgressNs);
        boolean waitsForBroker =
                (requests > 0 && writer.isIdle()) || (pauses & (PAUSED_FOR_MEMORY | PAUSED_FOR_QUOTA)) != 0;
        if (idleMs < settings.maxIdleMs()) {
            watchForIdleness(settings.maxIdleMs() - idleMs);
        } else if (waitsForBroker) {
            watchForIdleness(settings.maxIdleMs());
        } else {
            LOG.debug("connection of {} is closed: idle for {} ms", peer, idleMs);
            close();
        }
    }
}
