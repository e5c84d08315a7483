package io.headrace.clients.internals;

import io.headrace.common.KafkaException;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.AuthenticationException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.MismatchedEndpointTypeException;
import io.headrace.common.errors.UnsupportedEndpointTypeException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.transport.ApiVersionRanges;
import io.headrace.transport.ClientConnection;
import io.headrace.transport.ConnectionSettings;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What producer, consumer and admin client share: one event loop that owns the connections, the cluster's metadata and
 * all timers. This class starts them, ties them together and ends them; which way a call goes is up to its
 * {@link CallRouter}, and what other threads see of the cluster to its {@link PublishedCluster}.
 *
 * <p>Methods marked "loop" must be called on the loop; the others may be called from any thread. User threads hand work
 * over with {@link #execute} and read the immutable {@link #cluster()}.
 */
public final class ClientCore {

    private static final Logger log = LoggerFactory.getLogger(ClientCore.class);

    private static final String SOFTWARE_NAME = "headrace";
    private static final String UNKNOWN_VERSION = "dev";

    private final ClientSettings settings;
    private final LinkMeter meter;
    private final ConnectionSettings connectionSettings;
    private final LoopLease lease;
    private final ClientSecurity security;
    private final AuthenticationFailures authenticationFailures = new AuthenticationFailures();
    private final EventLoop loop;
    private final HostResolver resolver;
    private final BrokerLinks links;
    private final LoopTimers timers;
    private final PublishedCluster published = new PublishedCluster(authenticationFailures);
    private final ClusterMetadata metadata;
    private final CallRouter router;

    /** Told of the first connection; null when it was told. Owner: the loop. */
    private IntConsumer firstBroker;

    /** Down when the loop does nothing any more for this client. */
    private final CountDownLatch ended = new CountDownLatch(1);

    private ClientCore(
            ClientSettings settings,
            List<HostPort> bootstrap,
            ClientSecurity security,
            String threadName,
            LinkMeter meter,
            HostResolver.Lookup lookup) {
        this.settings = settings;
        this.security = security;
        this.meter = meter;
        this.connectionSettings = new ConnectionSettings(
                settings.clientId(),
                SOFTWARE_NAME,
                softwareVersion(),
                settings.requestTimeoutMs(),
                settings.maxIdleMs(),
                settings.sendBufferBytes(),
                settings.receiveBufferBytes(),
                Integer.MAX_VALUE,
                security.connections());
        this.lease = LoopLease.take(settings.eventLoop(), threadName);
        this.loop = lease.loop();
        this.timers = new LoopTimers(loop);
        this.resolver = new HostResolver(loop, threadName + " | names", lookup);
        this.links = new BrokerLinks(new LinkOwner(), bootstrap);
        this.metadata = new ClusterMetadata(new MetadataOwner());
        this.router = new CallRouter(settings, links, published, loop, timers, metadata::requestUpdate);
    }

    /**
     * Starts a client. Nothing is connected before there is something to send.
     *
     * @param threadName name of the loop's thread
     * @throws ConfigException if no bootstrap server's name can be resolved, or the settings of security cannot be used
     * @throws KafkaException if a login for SASL failed
     */
    public static ClientCore start(ClientSettings settings, String threadName) {
        return start(settings, threadName, LinkMeter.NONE);
    }

    /** See {@link #start(ClientSettings, String)}; what goes over connections is counted. */
    public static ClientCore start(ClientSettings settings, String threadName, LinkMeter meter) {
        return start(settings, threadName, meter, HostResolver.Lookup.SYSTEM);
    }

    static ClientCore start(ClientSettings settings, String threadName, LinkMeter meter, HostResolver.Lookup lookup) {
        List<HostPort> bootstrap = BootstrapServers.resolvable(settings, lookup);
        ClientSecurity security = ClientSecurity.open(settings.security(), settings.clientId());
        return new ClientCore(settings, bootstrap, security, threadName, meter, lookup);
    }

    /** The version of this software, as the manifest says. */
    public static String softwareVersion() {
        String version = ClientCore.class.getPackage().getImplementationVersion();
        return version == null ? UNKNOWN_VERSION : version;
    }

    /** What this client was configured with. */
    public ClientSettings settings() {
        return settings;
    }

    /** The clock of all deadlines here; any thread. */
    public long nanoTime() {
        return System.nanoTime();
    }

    /** Whether the caller is the loop. */
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    /**
     * Refuses what would wait for the loop on the loop: in a callback of this client, or of one that shares its loop.
     *
     * @param call named in the message
     * @throws IllegalStateException if the caller is the loop
     */
    public void requireNotOnLoop(String call) {
        if (loop.inEventLoop()) {
            throw new IllegalStateException(call + " may wait, and so cannot be called on "
                    + Thread.currentThread().getName() + ", the thread that has to do the work");
        }
    }

    /**
     * Runs a command on the loop; any thread. Commands of one thread run in the order given; what one throws is logged.
     *
     * @throws RejectedExecutionException after the client was closed
     */
    public void execute(Runnable command) {
        if (ended.getCount() == 0) {
            throw new RejectedExecutionException("the client is closed");
        }
        loop.execute(command);
    }

    /** Loop: runs a task after a delay, unless the client is closed before. */
    public Scheduled schedule(long delayMs, Runnable task) {
        return timers.schedule(delayMs, task);
    }

    /** Loop: as {@link #schedule}, for short delays. */
    public Scheduled scheduleNs(long delayNs, Runnable task) {
        return timers.scheduleNs(delayNs, task);
    }

    /** The newest view of the cluster, empty at first; any thread. */
    public ClusterView cluster() {
        return published.view();
    }

    /** How old the metadata is, in ns; any thread. */
    public long metadataAgeNs() {
        return published.ageNs();
    }

    /** Loop: which topics metadata is about, and when it is asked for. */
    public ClusterMetadata metadata() {
        return metadata;
    }

    /** Why the last attempt to update the metadata failed, or null if it did not; any thread. */
    public RuntimeException lastUpdateFailure() {
        return published.lastUpdateFailure();
    }

    /** Has a listener told, on the loop, when a broker and this client did not agree on who they are; any thread. */
    public void onAuthenticationFailure(Consumer<AuthenticationException> listener) {
        authenticationFailures.addListener(listener);
    }

    private void authenticationFailed(AuthenticationException failure) {
        authenticationFailures.add(failure);
        router.failAwaitingController(failure);
        published.wakeAll();
        // Last, and without a lock held: who is told may run callbacks of the application.
        authenticationFailures.tell(failure);
    }

    /** Loop: what a broker supports, or null while there is no connection to it. */
    public ApiVersionRanges versionsOf(int nodeId) {
        BrokerLink link = links.byId(nodeId);
        return link == null ? null : link.versions();
    }

    /** Loop: tells once of the next connection to a broker that metadata names, when that is ready. */
    public void onFirstBroker(IntConsumer listener) {
        firstBroker = listener;
    }

    /** Loop: how long a broker wants nothing sent to it, in ns (KIP-219); what is sent meanwhile waits here. */
    public long throttledForNs(int nodeId) {
        BrokerLink link = links.byId(nodeId);
        return link == null ? 0 : link.throttledForNs();
    }

    /** Loop: closes the connection to a broker; what is in flight fails with {@link DisconnectException}. */
    public void disconnect(int nodeId) {
        BrokerLink link = links.byId(nodeId);
        if (link != null) {
            link.disconnect("the connection is to be made anew");
        }
    }

    /** Loop: closes the connection to a broker as coordinator; what is in flight fails likewise. */
    public void disconnectCoordinator(int nodeId) {
        BrokerLink link = links.coordinator(nodeId);
        if (link != null) {
            link.disconnect("the connection is to be made anew");
        }
    }

    /** Loop: sends a call that has {@code request.timeout.ms} from now. */
    public <R extends ApiMessage> void send(Target target, Call call, ResponseHandler<R> handler) {
        send(target, call, settings.requestTimeoutMs(), handler);
    }

    /**
     * Loop: sends a call.
     *
     * @param timeoutMs from now until the answer, waiting for a connection included
     */
    public <R extends ApiMessage> void send(Target target, Call call, long timeoutMs, ResponseHandler<R> handler) {
        // The answer to a call is of the class that belongs to its key; the caller names that class.
        @SuppressWarnings("unchecked")
        ResponseHandler<? super ApiMessage> untyped = (ResponseHandler<? super ApiMessage>) handler;
        long deadlineNs = nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        if (published.hasEnded()) {
            loop.execute(() -> handler.onFailure(new NotConnectedException("the client is closed")));
            return;
        }
        router.send(target, call, deadlineNs, untyped);
    }

    /** Loop: why no broker can be reached, one entry for each address that was tried; empty while one can. */
    public List<String> troubles() {
        return links.troubles();
    }

    /** The last failed update in words that end a message, or nothing. */
    public String describeUpdateFailure() {
        return published.describeUpdateFailure();
    }

    /**
     * Blocks until the view passes; never on the loop. Asks for updates while it waits.
     *
     * @return the view that passed, or null when the time was up
     * @throws InterruptException if the thread was interrupted, whose interrupt flag is then set
     * @throws KafkaException if the client was closed
     * @throws AuthenticationException if a broker and this client did not agree on who they are
     */
    public ClusterView awaitCluster(Predicate<ClusterView> wanted, Duration timeout) {
        if (loop.inEventLoop()) {
            throw new IllegalStateException(
                    "a call that waits for metadata cannot be made on the thread that would get it: that of the client, or of those "
                            + "that share its event loop");
        }
        return published.await(wanted, timeout.toNanos(), this::requestUpdate);
    }

    private void requestUpdate() {
        try {
            execute(metadata::requestUpdateUnlessPending);
        } catch (RejectedExecutionException e) {
            // Closed: the caller notices.
        }
    }

    /**
     * Closes the connections, fails what is in flight, and ends the loop's thread unless other clients use it. Returns when that is done or the time
     * is up; called on the loop, it does not wait. Closing again does nothing.
     */
    public void close(Duration timeout) {
        if (published.end()) {
            if (loop.inEventLoop()) {
                closeOnLoop();
            } else {
                loop.execute(this::closeOnLoop);
            }
        }
        if (!loop.inEventLoop()) {
            awaitEnd(Math.max(1, timeout.toMillis()));
        }
    }

    private void closeOnLoop() {
        metadata.stop();
        resolver.close();
        links.closeAll();
        router.failAwaitingController(new NotConnectedException("the client is closed"));
        security.close();
        // Behind what was just put into the loop's queue.
        loop.execute(this::end);
    }

    private void end() {
        timers.cancelAll();
        // First: who waits for the end waits for that of the thread too, if it is going to end.
        lease.giveBack();
        ended.countDown();
    }

    private void awaitEnd(long timeoutMs) {
        long deadlineNs = nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(timeoutMs, LoopTimers.LONGEST_DELAY_MS));
        try {
            if (!ended.await(timeoutMs, TimeUnit.MILLISECONDS)
                    || !lease.awaitEnd(TimeUnit.NANOSECONDS.toMillis(deadlineNs - nanoTime()) + 1)) {
                log.warn("the client's thread did not end within {} ms", timeoutMs);
            }
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while the client was closing", e);
        }
    }

    private final class LinkOwner implements BrokerLink.Owner {
        @Override
        public ClientSettings settings() {
            return settings;
        }

        @Override
        public long nanoTime() {
            return ClientCore.this.nanoTime();
        }

        @Override
        public HostResolver resolver() {
            return resolver;
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public Scheduled schedule(long delayMs, Runnable task) {
            return timers.schedule(delayMs, task);
        }

        @Override
        public ClientConnection connect(InetSocketAddress address, int timeoutMs, ClientConnection.Listener listener) {
            return ClientConnection.open(loop, connectionSettings, address, timeoutMs, listener);
        }

        @Override
        public void linkReady(BrokerLink link) {
            if (link.nodeId() >= 0 && firstBroker != null) {
                IntConsumer listener = firstBroker;
                firstBroker = null;
                listener.accept(link.nodeId());
            }
        }

        @Override
        public LinkMeter meter() {
            return meter;
        }

        @Override
        public void linkLost(BrokerLink link, KafkaException cause) {
            if (cause instanceof AuthenticationException failure && !published.hasEnded()) {
                authenticationFailed(failure);
            }
            if (!published.hasEnded() && !links.isBootstrapping()) {
                metadata.requestUpdate();
            }
        }
    }

    private final class MetadataOwner implements ClusterMetadata.Owner {
        @Override
        public ClientSettings settings() {
            return settings;
        }

        @Override
        public long nanoTime() {
            return ClientCore.this.nanoTime();
        }

        @Override
        public Scheduled schedule(long delayMs, Runnable task) {
            return timers.schedule(delayMs, task);
        }

        @Override
        public void send(Call call, ResponseHandler<MetadataResponse> handler) {
            Endpoints endpoints = settings.endpoints();
            ClientCore.this.send(Target.ANY, endpoints.metadata(call), endpoints.reader(handler));
        }

        @Override
        public void publish(ClusterView view) {
            links.follow(view.nodes());
            published.publish(view);
            router.sendToKnownController();
        }

        @Override
        public void updateFailed(RuntimeException failure) {
            published.updateFailed(failure);
            if (failure instanceof UnsupportedVersionException
                    || failure instanceof MismatchedEndpointTypeException
                    || failure instanceof UnsupportedEndpointTypeException) {
                // The other kind of node: a controller in the place of a broker, or the other way round.
                router.failAwaitingController(failure);
            }
        }

        @Override
        public void rebootstrap(String why) {
            router.rebootstrap(why);
        }
    }
}
