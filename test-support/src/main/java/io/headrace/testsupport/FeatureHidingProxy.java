package io.headrace.testsupport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback that makes a broker look as if no features were finalized: clients then keep to the transaction
 * protocol from before KIP-890. The broker has to advertise the proxy's address.
 *
 * <p>It reads just enough of the protocol for that: the answers to ApiVersions, from the version on that has features.
 *
 * <pre>
 *   error code (2) | count + 1 (varint) | per API: key, lowest, highest (2 each), 0 tagged fields (varint)
 *   throttle time (4) | count of tagged fields (varint) | per field: tag, size (varints), bytes
 * </pre>
 */
public final class FeatureHidingProxy implements AutoCloseable {

    private static final short API_VERSIONS = 18;
    private static final short FIRST_WITH_FEATURES = 3;
    private static final int FINALIZED_FEATURES_TAG = 2;

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
                ByteBuffer head = ByteBuffer.wrap(frame);
                if (head.getShort() == API_VERSIONS) {
                    short version = head.getShort();
                    asked.put(head.getInt(), version);
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
                ByteBuffer answer = ByteBuffer.wrap(frame);
                Short version = asked.remove(answer.getInt());
                boolean hasFeatures = version != null && version >= FIRST_WITH_FEATURES && answer.getShort() == 0;
                send(out, hasFeatures ? withoutFeatures(frame) : frame);
            }
        }
    }

    private static byte[] withoutFeatures(byte[] frame) {
        ByteBuffer answer = ByteBuffer.wrap(frame).position(Integer.BYTES + Short.BYTES);
        for (int apis = varint(answer) - 1; apis > 0; apis--) {
            answer.position(answer.position() + 3 * Short.BYTES);
            skipTagged(answer);
        }
        answer.getInt();
        int taggedAt = answer.position();
        ByteBuffer kept = ByteBuffer.allocate(answer.remaining());
        int fields = varint(answer);
        int keptFields = 0;
        for (int i = 0; i < fields; i++) {
            int from = answer.position();
            int tag = varint(answer);
            int size = varint(answer);
            answer.position(answer.position() + size);
            if (tag != FINALIZED_FEATURES_TAG) {
                kept.put(frame, from, answer.position() - from);
                keptFields++;
            }
        }
        // Fewer than 128, and so one byte.
        return ByteBuffer.allocate(taggedAt + 1 + kept.position())
                .put(frame, 0, taggedAt)
                .put((byte) keptFields)
                .put(kept.flip())
                .array();
    }

    private static void skipTagged(ByteBuffer from) {
        for (int fields = varint(from); fields > 0; fields--) {
            varint(from);
            int size = varint(from);
            from.position(from.position() + size);
        }
    }

    private static int varint(ByteBuffer from) {
        int value = 0;
        int shift = 0;
        byte next;
        do {
            next = from.get();
            value |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private static void send(DataOutputStream out, byte[] frame) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array());
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
