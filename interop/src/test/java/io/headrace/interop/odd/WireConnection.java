package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.message.ResponseHeader;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.UnaryOperator;

/**
 * A blocking connection to any broker that sends what it is told to, right or wrong, one request at a time. For one
 * thread.
 */
final class WireConnection implements AutoCloseable {

    private static final int ANSWER_TIMEOUT_MS = 10_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private int nextCorrelationId = 1;

    WireConnection(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_TIMEOUT_MS);
        socket.setSoTimeout(ANSWER_TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    /** What came back for a request: a message, or none because the broker closed the connection or kept silent. */
    record Answer(ApiMessage message, String instead) {

        static final Answer CLOSED = new Answer(null, "connection closed");
        static final Answer SILENCE = new Answer(null, "no answer");
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param bend changes the body's bytes on their way
     */
    Answer ask(ApiMessage request, int version, UnaryOperator<byte[]> bend) throws IOException {
        ApiKey key = request.apiKey();
        ByteBuf body = Unpooled.buffer();
        request.write(WireWriter.to(body), version);
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        return askBytes(key, version, bend.apply(bytes));
    }

    private Answer askBytes(ApiKey key, int version, byte[] body) throws IOException {
        int correlationId = nextCorrelationId++;
        ByteBuf out = Unpooled.buffer();
        out.writeInt(0);
        new RequestHeader()
                .requestApiKey(key.id())
                .requestApiVersion((short) version)
                .correlationId(correlationId)
                .clientId("odd")
                .write(WireWriter.to(out), key.requestHeaderVersion(version));
        out.writeBytes(body);
        out.setInt(0, out.readableBytes() - Integer.BYTES);
        try {
            out.readBytes(socket.getOutputStream(), out.readableBytes());
            return answer(key, version, correlationId);
        } catch (SocketTimeoutException e) {
            return Answer.SILENCE;
        } catch (EOFException | SocketException e) {
            return Answer.CLOSED;
        }
    }

    private Answer answer(ApiKey key, int version, int correlationId) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        ByteBuf frame = Unpooled.wrappedBuffer(bytes);
        int received =
                ResponseHeader.read(frame, key.responseHeaderVersion(version)).correlationId();
        if (received != correlationId) {
            throw new AssertionError("answer of request " + received + " instead of " + correlationId);
        }
        ApiMessage message = key.readResponse(frame, version);
        if (frame.isReadable()) {
            throw new AssertionError(frame.readableBytes() + " bytes behind " + message);
        }
        return new Answer(message, null);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
