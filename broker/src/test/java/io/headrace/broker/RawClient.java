package io.headrace.broker;

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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** A blocking connection that says exactly what a test wants said. For one thread. */
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private int nextCorrelationId = 1;

    /** Connects to a port of this machine. */
    public RawClient(int port) {
        try {
            socket = new Socket();
            socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and reads its answer. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The test says which answer it expects.
    public <R extends ApiMessage> R call(ApiMessage request, int version) {
        int correlationId = send(request, version);
        return (R) receive(request.apiKey(), version, correlationId);
    }

    /** Sends a request; the result is its correlation id. */
    public int send(ApiMessage request, int version) {
        int correlationId = nextCorrelationId++;
        sendBytes(frame(request, version, correlationId));
        return correlationId;
    }

    /** A request as it goes over the wire, with its length. */
    public static byte[] frame(ApiMessage request, int version, int correlationId) {
        ByteBuf out = Unpooled.buffer();
        out.writeInt(0);
        WireWriter writer = WireWriter.to(out);
        ApiKey key = request.apiKey();
        new RequestHeader()
                .requestApiKey(key.id())
                .requestApiVersion((short) version)
                .correlationId(correlationId)
                .clientId("raw")
                .write(writer, key.requestHeaderVersion(version));
        request.write(writer, version);
        out.setInt(0, out.readableBytes() - Integer.BYTES);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** Sends anything. */
    public void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next answer, which must be that of {@code correlationId}. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The test says which answer it expects.
    public <R extends ApiMessage> R receive(ApiKey key, int version, int correlationId) {
        ByteBuf frame = receiveFrame();
        int received =
                ResponseHeader.read(frame, key.responseHeaderVersion(version)).correlationId();
        if (received != correlationId) {
            throw new AssertionError("answer of request " + received + " instead of " + correlationId);
        }
        R response = (R) key.readResponse(frame, version);
        if (frame.isReadable()) {
            throw new AssertionError(frame.readableBytes() + " bytes behind the answer " + response);
        }
        return response;
    }

    /** Reads the next frame, without its length. */
    public ByteBuf receiveFrame() {
        try {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return Unpooled.wrappedBuffer(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the broker closes the connection; false when it sends something instead. */
    public boolean isClosedByPeer() {
        try {
            return in.read() < 0;
        } catch (EOFException | SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the kernel take little from the broker before the application reads. Call before the first request. */
    public void receiveBuffer(int bytes) {
        try {
            socket.setReceiveBufferSize(bytes);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection before the client is done with. */
    public void cut() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
