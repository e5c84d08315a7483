package io.headrace.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on loopback before a broker, which does harm at a chosen byte.
 *
 * <p>It changes no byte: the broker must be told to advertise the proxy's address ({@code advertised.listeners}), so that
 * clients never learn another one. Without an armed fault it only passes on.
 *
 * <p>Each connection has two threads, one a direction; a fault is armed by any thread, and the state of it is guarded by
 * this object's lock.
 */
public final class FaultProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        /** From the client to the broker. */
        REQUESTS,
        /** From the broker to the client. */
        RESPONSES
    }

    /** What happens to the connection that carries the byte. */
    public enum Harm {
        /** It is closed on both sides, as by a process that ends. */
        CLOSE,
        /** It is reset on both sides: what has arrived and was not read is lost too. */
        RESET,
        /** The byte and all after it are swallowed, while the other direction goes on; after a while it is closed. */
        SWALLOW,
        /** The byte and all after it come late. */
        STALL
    }

    /**
     * A harm to do once.
     *
     * @param direction which way the bytes go that are counted
     * @param afterBytes the bytes that are passed on before it, counted over all connections from when it is armed
     * @param hold how long swallowing goes on, or a stall takes
     */
    public record Fault(Direction direction, long afterBytes, Harm harm, Duration hold) {

        /** Longer than the request timeout that tests set. */
        private static final int LONG_HOLD_MS = 2_500;

        /**
         * Any fault; one in ten is a stall, and a third strikes within what a fresh connection begins with.
         *
         * @param requestBytes how far apart faults among requests are at most
         * @param responseBytes the same among responses
         */
        public static Fault random(Random random, int requestBytes, int responseBytes) {
            return random(random, requestBytes, responseBytes, LONG_HOLD_MS);
        }

        /**
         * As {@link #random(Random, int, int)}.
         *
         * @param longHoldMs how long one in ten is held, where the others are held for less than 50 ms
         */
        public static Fault random(Random random, int requestBytes, int responseBytes, int longHoldMs) {
            Direction direction = random.nextBoolean() ? Direction.REQUESTS : Direction.RESPONSES;
            int spread = direction == Direction.REQUESTS ? requestBytes : responseBytes;
            int afterBytes = random.nextInt(3) == 0 ? random.nextInt(100) : random.nextInt(spread);
            int dice = random.nextInt(10);
            Harm harm = dice < 4 ? Harm.CLOSE : dice < 7 ? Harm.RESET : dice < 9 ? Harm.SWALLOW : Harm.STALL;
            int holdMs = random.nextInt(10) == 0 ? longHoldMs : random.nextInt(50);
            return new Fault(direction, afterBytes, harm, Duration.ofMillis(holdMs));
        }

        /** Whether the connection does not survive it. */
        public boolean cuts() {
            return harm != Harm.STALL;
        }
    }

    private static final int CHUNK = 16 * 1024;

    private final ServerSocket server;
    private final Thread acceptor;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile InetSocketAddress broker;

    /** Bytes that pass in a millisecond in each direction of each connection; 0 for as many as come. */
    private volatile int bytesPerMs;

    private Fault armed;
    private long bytesLeft;
    private CompletableFuture<Fault> struck;

    private FaultProxy(ServerSocket server) {
        this.server = server;
        this.acceptor = new Thread(this::accept, "fault-proxy-" + server.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Takes a port; connections are dropped until {@link #forwardTo} says where they go. */
    public static FaultProxy open() {
        try {
            return new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes connections on to this port of loopback from now on. */
    public void forwardTo(int port) {
        broker = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Makes all lines slow, or fast again.
     *
     * @param bytes how many pass in a millisecond in each direction of each connection; 0 for as many as come
     */
    public void slow(int bytes) {
        bytesPerMs = bytes;
    }

    /** The port that the broker is to advertise. */
    public int port() {
        return server.getLocalPort();
    }

    /** Host and port of the proxy. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** How many connections there have been. */
    public int accepted() {
        return accepted.get();
    }

    /**
     * Makes one fault happen.
     *
     * @return completed when it strikes
     * @throws IllegalStateException when another one has not struck yet
     */
    public synchronized CompletableFuture<Fault> arm(Fault fault) {
        if (armed != null) {
            throw new IllegalStateException("still armed: " + armed);
        }
        armed = fault;
        bytesLeft = fault.afterBytes();
        struck = new CompletableFuture<>();
        return struck;
    }

    /** Takes back the armed fault, if there is one. */
    public synchronized void disarm() {
        armed = null;
    }

    /**
     * Ends all connections of a client, and those that it makes from now on: for everybody else it is dead.
     *
     * @param clientId as the client names itself in its requests
     */
    public void cutOff(String clientId) {
        dead.add(clientId);
        links.forEach(Link::closeIfDead);
    }

    /** Counts bytes that are about to pass; returns where the fault strikes, or null when it does not strike now. */
    private synchronized Strike count(Direction direction, int bytes) {
        if (armed == null || armed.direction() != direction) {
            return null;
        }
        if (bytesLeft >= bytes) {
            bytesLeft -= bytes;
            return null;
        }
        Strike strike = new Strike(armed, (int) bytesLeft, struck);
        armed = null;
        return strike;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket up = new Socket();
        try {
            if (broker == null) {
                throw new IOException("no broker yet");
            }
            up.connect(broker, 5_000);
        } catch (IOException e) {
            up.close();
            client.close();
            return;
        }
        client.setTcpNoDelay(true);
        up.setTcpNoDelay(true);
        Link link = new Link(client, up);
        links.add(link);
        link.start(Direction.REQUESTS, client, up);
        link.start(Direction.RESPONSES, up, client);
    }

    /** Ends all connections, and takes no more. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        links.forEach(Link::close);
    }

    /** A fault that strikes in a chunk of bytes, {@code before} of which still pass. */
    private record Strike(Fault fault, int before, CompletableFuture<Fault> struck) {}

    /** One connection of a client and the one to the broker that belongs to it. */
    private final class Link {

        /** Length, API key, version and correlation id come before the client id, which begins with its own length. */
        private static final int CLIENT_ID_AT = 12;

        private final Socket client;
        private final Socket up;
        private volatile String clientId = "";

        Link(Socket client, Socket up) {
            this.client = client;
            this.up = up;
        }

        void start(Direction direction, Socket from, Socket to) {
            Thread thread = new Thread(() -> pump(direction, from, to), "fault-proxy-" + direction);
            thread.setDaemon(true);
            thread.start();
        }

        private void pump(Direction direction, Socket from, Socket to) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
                    int pace = bytesPerMs;
                    if (pace > 0) {
                        sleep(Duration.ofMillis(bytes / pace));
                    }
                    if (direction == Direction.REQUESTS && clientId.isEmpty()) {
                        clientId = clientId(chunk, bytes);
                        closeIfDead();
                    }
                    Strike strike = count(direction, bytes);
                    if (strike == null) {
                        out.write(chunk, 0, bytes);
                        continue;
                    }
                    try {
                        out.write(chunk, 0, strike.before());
                        if (!survives(strike, from)) {
                            return;
                        }
                    } finally {
                        // Also when one side had just gone by itself: then the connection is cut all the same.
                        strike.struck().complete(strike.fault());
                    }
                    out.write(chunk, strike.before(), bytes - strike.before());
                }
            } catch (IOException e) {
                // One side has gone, so the other goes too.
            } finally {
                close();
            }
        }

        /** Whose connection it is, from the first request; empty when that does not say. */
        private static String clientId(byte[] chunk, int bytes) {
            ByteBuffer request = ByteBuffer.wrap(chunk, 0, bytes);
            int length = bytes < CLIENT_ID_AT + 2 ? 0 : request.getShort(CLIENT_ID_AT);
            return length <= 0 || CLIENT_ID_AT + 2 + length > bytes
                    ? ""
                    : new String(chunk, CLIENT_ID_AT + 2, length, StandardCharsets.UTF_8);
        }

        void closeIfDead() {
            if (dead.contains(clientId)) {
                close();
            }
        }

        private boolean survives(Strike strike, Socket from) throws IOException {
            Fault fault = strike.fault();
            switch (fault.harm()) {
                case CLOSE -> close();
                case RESET -> reset();
                case SWALLOW -> {
                    strike.struck().complete(fault);
                    swallow(from, fault.hold());
                }
                case STALL -> {
                    strike.struck().complete(fault);
                    sleep(fault.hold());
                }
            }
            return !fault.cuts();
        }

        /** Reads and forgets. */
        private void swallow(Socket from, Duration hold) throws IOException {
            byte[] nowhere = new byte[CHUNK];
            long endNs = System.nanoTime() + hold.toNanos();
            int read = 0;
            while (read >= 0) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
                if (leftMs <= 0) {
                    return;
                }
                from.setSoTimeout((int) leftMs);
                try {
                    read = from.getInputStream().read(nowhere);
                } catch (SocketTimeoutException e) {
                    return;
                }
            }
        }

        private void sleep(Duration hold) throws IOException {
            try {
                TimeUnit.NANOSECONDS.sleep(hold.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private void reset() throws IOException {
            // Closing with a linger time of zero is what makes TCP send RST.
            client.setSoLinger(true, 0);
            up.setSoLinger(true, 0);
            close();
        }

        void close() {
            links.remove(this);
            try (client;
                    up) {
                // Both are closed at the end of this block.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
