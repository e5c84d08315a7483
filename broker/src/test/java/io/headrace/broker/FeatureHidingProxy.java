package io.headrace.broker;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback that makes a broker look as if no features were finalized: clients then keep to the transaction
 * protocol from before KIP-890. The broker has to advertise the proxy's address.
 */
public final class FeatureHidingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int brokerPort;

    private FeatureHidingProxy(ServerSocket server) {
        this.server = server;
    }

    /** Takes a port. */
    public static FeatureHidingProxy open() {
        try {
            FeatureHidingProxy proxy =
                    new FeatureHidingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            proxy.start("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the broker listens. */
    public void forwardTo(int port) {
        brokerPort = port;
    }

    /** What the broker is to advertise. */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // A side has gone; its end of the connection is closed with it.
                    }
                },
                "feature-hiding-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            Socket broker = new Socket();
            try {
                broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort));
            } catch (IOException e) {
                client.close();
                continue;
            }
            sockets.add(client);
            sockets.add(broker);
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            Map<Integer, Short> asked = new ConcurrentHashMap<>();
            start("requests", () -> requests(client, broker, asked));
            start("responses", () -> responses(broker, client, asked));
        }
    }

    private static void requests(Socket from, Socket to, Map<Integer, Short> asked) throws IOException {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                ByteBuf head = Unpooled.wrappedBuffer(frame);
                if (head.readShort() == ApiKey.API_VERSIONS.id()) {
                    short version = head.readShort();
                    asked.put(head.readInt(), version);
                }
                send(out, frame);
            }
        }
    }

    private static void responses(Socket from, Socket to, Map<Integer, Short> asked) throws IOException {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                ByteBuf buffer = Unpooled.wrappedBuffer(frame);
                int correlationId = buffer.readInt();
                Short version = asked.remove(correlationId);
                send(out, version == null ? frame : withoutFeatures(correlationId, buffer, version));
            }
        }
    }

    private static byte[] withoutFeatures(int correlationId, ByteBuf body, short version) {
        ApiVersionsResponse response = ApiVersionsResponse.read(body, version);
        response.finalizedFeatures().clear();
        ByteBuf out = Unpooled.buffer();
        out.writeInt(correlationId);
        response.write(WireWriter.to(out), version);
        byte[] frame = new byte[out.readableBytes()];
        out.readBytes(frame);
        return frame;
    }

    private static void send(DataOutputStream out, byte[] frame) throws IOException {
        byte[] whole = new byte[Integer.BYTES + frame.length];
        Unpooled.wrappedBuffer(whole).setInt(0, frame.length).setBytes(Integer.BYTES, frame);
        out.write(whole);
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
