package io.headrace.clients.internals;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Turns host names into addresses without blocking the loop: the system's resolver is asked on a thread of its own, which
 * exists only while there is something to resolve. Literal addresses need no thread.
 *
 * <p>Owner: the client's loop; answers come back on it.
 */
final class HostResolver implements AutoCloseable {

    private static final long KEEP_THREAD_SECONDS = 1;

    /** Asks somebody for the addresses of a host, which may block. */
    interface Lookup {
        /** The system's resolver. */
        Lookup SYSTEM = InetAddress::getAllByName;

        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /** Takes the outcome of one look-up. */
    interface Outcome {
        void resolved(List<InetSocketAddress> addresses);

        void failed(UnknownHostException failure);
    }

    private final Executor loop;
    private final Lookup lookup;
    private final ThreadPoolExecutor lookups;

    HostResolver(Executor loop, String threadName, Lookup lookup) {
        this.loop = loop;
        this.lookup = lookup;
        this.lookups = new ThreadPoolExecutor(
                1, 1, KEEP_THREAD_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, threadName);
                    thread.setDaemon(true);
                    return thread;
                });
        lookups.allowCoreThreadTimeOut(true);
    }

    /** Looks all addresses of a host up; the outcome may come before this returns. */
    void resolve(String host, int port, Outcome outcome) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            outcome.resolved(List.of(new InetSocketAddress(fromLiteral(literal), port)));
            return;
        }
        try {
            lookups.execute(() -> lookUp(host, port, outcome));
        } catch (RejectedExecutionException e) {
            outcome.failed(new UnknownHostException(host + ": the client is closed"));
        }
    }

    private void lookUp(String host, int port, Outcome outcome) {
        Runnable answer;
        try {
            List<InetSocketAddress> addresses = resolveNow(lookup, host, port);
            answer = () -> outcome.resolved(addresses);
        } catch (UnknownHostException e) {
            answer = () -> outcome.failed(e);
        } catch (RuntimeException e) {
            // Also then somebody waits for an answer.
            UnknownHostException failure = new UnknownHostException(host + ": " + e);
            failure.initCause(e);
            answer = () -> outcome.failed(failure);
        }
        try {
            loop.execute(answer);
        } catch (RejectedExecutionException e) {
            // The client was closed meanwhile; nobody waits for the answer.
        }
    }

    /** Looks all addresses up in the caller's thread, which may block. */
    static List<InetSocketAddress> resolveNow(Lookup lookup, String host, int port) throws UnknownHostException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : lookup.addressesOf(host)) {
            addresses.add(new InetSocketAddress(address, port));
        }
        return addresses;
    }

    private static InetAddress fromLiteral(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + literal.length + " bytes", e);
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
