package io.headrace.broker.net;

import io.headrace.broker.loop.Loop;
import io.headrace.protocol.RequestPrefix;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * A request that has been admitted: the numbers every header starts with, its bytes, and the one way to answer.
 *
 * <p>Owner: the loop of its connection, {@link #loop()}; every method is called there. Answered exactly once, by {@link
 * #reply}, {@link #noReply} or {@link #refuse}. When the connection is lost before, what comes then is dropped.
 */
public final class Request {

    private final Connection connection;
    private final ReplySequencer.Slot<Reply> slot;
    private final short apiId;
    private final short version;
    private final int correlationId;
    private final int frameBytes;
    private final long receivedNs;

    private ByteBuf frame;
    private Parked parked;

    Request(Connection connection, ReplySequencer.Slot<Reply> slot, ByteBuf frame, long receivedNs) {
        this.connection = connection;
        this.slot = slot;
        this.frameBytes = frame.readableBytes();
        this.frame = frame;
        this.receivedNs = receivedNs;
        this.apiId = RequestPrefix.apiKeyId(frame);
        this.version = RequestPrefix.apiVersion(frame);
        this.correlationId = RequestPrefix.correlationId(frame);
    }

    /** The number of the API, known or not. */
    public short apiId() {
        return apiId;
    }

    /** The version of the request, known or not. */
    public short version() {
        return version;
    }

    /** What the client recognizes the answer by. */
    public int correlationId() {
        return correlationId;
    }

    /** The frame, header and body. Borrowed: it lives until {@link #releaseFrame()} or the answer. */
    public ByteBuf frame() {
        return frame;
    }

    /** How many bytes it came in, without their number. */
    public int bytes() {
        return frameBytes;
    }

    /** When it had arrived wholly, by {@link System#nanoTime()}. */
    public long receivedNs() {
        return receivedNs;
    }

    /** The loop that owns it. */
    public Loop loop() {
        return connection.loop();
    }

    /** Who sent it. */
    public InetSocketAddress peer() {
        return connection.peer();
    }

    /** The connection it came on, for what is remembered per connection. */
    public Connection connection() {
        return connection;
    }

    /** Gives the memory of the frame back before the answer, when nothing refers to it any more. */
    public void releaseFrame() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
    }

    /** Sends the answer when its turn comes. Takes {@code reply}. */
    public void reply(Reply reply) {
        finish();
        connection.answer(slot, reply, frameBytes);
    }

    /** Ends a request that wants no answer. */
    public void noReply() {
        finish();
        connection.answerNothing(slot, frameBytes);
    }

    /** Closes the connection, since the request is not one that can be answered; {@code why} goes to the log. */
    public void refuse(String why) {
        finish();
        connection.answerNothing(slot, frameBytes);
        connection.closeFor(why);
    }

    /** Closes the connection after an error of the broker's own. */
    public void fail(Throwable cause) {
        finish();
        connection.answerNothing(slot, frameBytes);
        connection.closeAfterFailure(this, cause);
    }

    /** Whether it waits for its answer and the connection lives. */
    public boolean isOpen() {
        return !slot.isAnswered() && connection.isOpen();
    }

    /** Says that it waits, and whom to tell when waiting loses its sense; until it is answered. */
    public void park(Parked waiting) {
        if (connection.isDraining()) {
            parked = waiting;
            connection.parked(this);
            waiting.finishNow();
            return;
        }
        parked = waiting;
        connection.parked(this);
    }

    Parked parked() {
        return parked;
    }

    /** The connection is gone while it waits. */
    void abandon() {
        Parked waiting = parked;
        finish();
        waiting.abandon();
    }

    private void finish() {
        releaseFrame();
        if (parked != null) {
            parked = null;
            connection.unparked(this);
        }
    }

    @Override
    public String toString() {
        return "request of api " + apiId + " version " + version + " with correlation id " + correlationId;
    }
}
