package io.headrace.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.message.ResponseHeader;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestPipelineTest {

    private static final int VERSION = 4;
    private static final long LATER_NS = TimeUnit.MINUTES.toNanos(5);

    /** What the connection and the handlers were told, in order. */
    private final List<String> told = new ArrayList<>();

    private final List<KafkaException> broken = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final RequestPipeline requests =
            new RequestPipeline(channel, channel.eventLoop(), new LocalAddress("broker"), "me", new Told());

    private final class Told implements RequestPipeline.Owner {
        @Override
        public void onSent(ApiKey key, long bytes) {
            told.add("sent " + key);
        }

        @Override
        public void onAnswer(ApiMessage answer, long bytes, long latencyNs) {
            assertTrue(latencyNs >= 0);
            told.add("answer of " + bytes + " bytes");
        }

        @Override
        public void onBroken(KafkaException cause) {
            told.add("broken");
            broken.add(cause);
        }
    }

    private ResponseHandler handler(String name) {
        return new ResponseHandler() {
            @Override
            public void onResponse(ApiMessage response, int version) {
                told.add(name + " has " + (response == null ? "gone" : "its answer"));
            }

            @Override
            public void onFailure(RuntimeException failure) {
                told.add(name + " failed");
                failures.add(failure);
            }
        };
    }

    @AfterEach
    void nothingLeaks() {
        channel.finishAndReleaseAll();
    }

    private void send(String name, long timeoutNs) {
        requests.send(new HeartbeatRequest().groupId(name), VERSION, System.nanoTime() + timeoutNs, handler(name));
    }

    private void sendAndForget(String... names) {
        for (String name : names) {
            send(name, LATER_NS);
        }
        channel.runPendingTasks();
        told.clear();
    }

    private void answer(int correlationId) {
        ByteBuf frame = Unpooled.buffer();
        WireWriter writer = WireWriter.to(frame);
        new ResponseHeader()
                .correlationId(correlationId)
                .write(writer, ApiKey.HEARTBEAT.responseHeaderVersion(VERSION));
        new HeartbeatResponse().write(writer, VERSION);
        requests.answer(frame);
        frame.release();
    }

    private RequestHeader written() {
        ByteBuf frame = channel.readOutbound();
        try {
            assertEquals(frame.readInt(), frame.readableBytes());
            return RequestHeader.read(frame, ApiKey.HEARTBEAT.requestHeaderVersion(VERSION));
        } finally {
            frame.release();
        }
    }

    @Test
    void requestsAreNumberedAndGoOutAtTheEndOfTheTurn() {
        send("a", LATER_NS);
        assertNull(channel.readOutbound());
        send("b", LATER_NS);
        channel.runPendingTasks();
        RequestHeader first = written();
        assertEquals("me", first.clientId());
        assertEquals(0, first.correlationId());
        assertEquals(1, written().correlationId());
        assertEquals(2, requests.size());
        assertEquals(List.of("sent HEARTBEAT", "sent HEARTBEAT"), told);
    }

    @Test
    void eachAnswerGoesToTheOldestRequestAfterTheConnectionHasHeardOfIt() {
        sendAndForget("a", "b");
        answer(0);
        assertEquals(1, requests.size());
        answer(1);
        // 4 of length, 4 of correlation id, 1 without tags, 4 of throttle time, 2 of error, 1 without tags.
        assertEquals(List.of("answer of 16 bytes", "a has its answer", "answer of 16 bytes", "b has its answer"), told);
        assertEquals(0, requests.size());
    }

    @Test
    void anAnswerOutOfTurnBreaksTheConnectionAndFailsNothingYet() {
        sendAndForget("a", "b");
        answer(1);
        assertEquals(List.of("broken"), told);
        assertEquals(
                "the answer of local:broker to HEARTBEAT cannot be read: correlation id 1 where 0 is next",
                broken.get(0).getMessage());
        assertEquals(2, requests.size());
    }

    @Test
    void anAnswerToNothingBreaksTheConnection() {
        answer(0);
        assertEquals(
                "local:broker sent an answer that nobody asked for",
                broken.get(0).getMessage());
    }

    @Test
    void theEarliestDeadlineCountsAlsoWhenItIsNotTheOldestRequests() {
        send("patient", LATER_NS);
        send("hasty", 0);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        assertEquals(
                "no answer to HEARTBEAT from local:broker within 0 ms",
                broken.get(0).getMessage());
        told.clear();
        requests.stop();
        requests.failAll(broken.get(0));
        assertEquals(List.of("patient failed", "hasty failed"), told);
        assertInstanceOf(DisconnectException.class, failures.get(0));
        assertEquals(
                "the connection to local:broker ended before the answer to HEARTBEAT (correlation id 0): "
                        + broken.get(0).getMessage(),
                failures.get(0).getMessage());
        assertInstanceOf(TimeoutException.class, failures.get(1));
        assertEquals(
                "no answer to HEARTBEAT (correlation id 1) from local:broker within 0 ms",
                failures.get(1).getMessage());
    }

    @Test
    void whatWasAnsweredInTimeIsNotMissed() {
        sendAndForget("a");
        send("hasty", 0);
        answer(0);
        answer(1);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        assertEquals(List.of(), broken);
    }

    @Test
    void anOverdueRequestFailsAsTheOthersWhenTheConnectionEndsForAnotherReason() {
        send("overdue", 0);
        requests.stop();
        requests.failAll(new DisconnectException("the broker hung up"));
        assertInstanceOf(DisconnectException.class, failures.get(0));
    }

    @Test
    void onceStoppedItRefusesWhatIsSentAndWatchesNoDeadline() {
        send("a", 0);
        requests.stop();
        send("b", LATER_NS);
        requests.sendOneWay(new HeartbeatRequest(), VERSION, handler("c"));
        assertEquals(List.of("sent HEARTBEAT"), told, "no handler is called before the method has returned");
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        assertEquals(List.of("sent HEARTBEAT", "b failed", "c failed"), told);
        assertEquals("the connection to local:broker is closed", failures.get(0).getMessage());
        assertEquals(0, written().correlationId());
        assertNull(channel.readOutbound());
        assertEquals(List.of(), broken);
    }

    @Test
    void whatIsNotAnsweredIsDoneOnceItIsWritten() {
        requests.sendOneWay(new HeartbeatRequest(), VERSION, handler("a"));
        assertEquals(0, requests.size());
        assertEquals(List.of("sent HEARTBEAT"), told);
        channel.runPendingTasks();
        assertEquals(List.of("sent HEARTBEAT", "a has gone"), told);
        send("b", LATER_NS);
        channel.runPendingTasks();
        assertEquals(0, written().correlationId());
        assertEquals(1, written().correlationId(), "one that is not answered has a correlation id all the same");
    }

    @Test
    void ofAWriteThatFailsTheConnectionHearsBeforeTheSender() {
        channel.close().syncUninterruptibly();
        requests.sendOneWay(new HeartbeatRequest(), VERSION, handler("a"));
        channel.runPendingTasks();
        assertEquals(List.of("sent HEARTBEAT", "broken", "a failed"), told);
        assertEquals(
                "the connection to local:broker ended while HEARTBEAT was written",
                failures.get(0).getMessage());
    }

    @Test
    void aRequestThatCannotBeWrittenFailsAlone() {
        requests.send(
                new HeartbeatRequest().groupInstanceId("static"), 0, System.nanoTime() + LATER_NS, handler("old"));
        assertEquals(List.of(), told);
        channel.runPendingTasks();
        assertEquals(List.of("old failed"), told);
        assertInstanceOf(UnsupportedVersionException.class, failures.get(0));
        assertEquals(0, requests.size());
        sendAndForget("a");
        answer(1);
        assertEquals("a has its answer", told.get(told.size() - 1));
    }

    @Test
    void whatAHandlerThrowsStaysWithIt() {
        ResponseHandler faulty = new ResponseHandler() {
            @Override
            public void onResponse(ApiMessage response, int version) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onFailure(RuntimeException failure) {
                throw new IllegalStateException("on purpose");
            }
        };
        requests.send(new HeartbeatRequest(), VERSION, System.nanoTime() + LATER_NS, faulty);
        requests.send(new HeartbeatRequest(), VERSION, System.nanoTime() + LATER_NS, faulty);
        sendAndForget("a");
        answer(0);
        requests.stop();
        requests.failAll(new DisconnectException("the broker hung up"));
        assertEquals("a failed", told.get(told.size() - 1));
    }
}
