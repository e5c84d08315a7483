package io.headrace.clients.internals;

import io.headrace.common.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The links to all brokers: those that metadata names, and before that (or again, after a rebootstrap) the bootstrap
 * servers, which have negative ids.
 *
 * <p>Owner: the client's loop.
 */
final class BrokerLinks {

    private final BrokerLink.Owner owner;
    private final Map<Integer, BrokerLink> known = new HashMap<>();
    private final Map<Integer, BrokerLink> bootstrap = new HashMap<>();

    /** Second links to brokers, for what is asked of them as coordinators; made when they are wanted. */
    private final Map<Integer, BrokerLink> coordinators = new HashMap<>();

    private boolean isBootstrapping = true;

    BrokerLinks(BrokerLink.Owner owner, List<HostPort> bootstrapServers) {
        this.owner = owner;
        int id = -1;
        for (HostPort server : bootstrapServers) {
            bootstrap.put(id, new BrokerLink(owner, id, server));
            id--;
        }
    }

    /** The link to a broker, or null when there is none with that id. */
    BrokerLink byId(int nodeId) {
        return nodeId < 0 ? bootstrap.get(nodeId) : known.get(nodeId);
    }

    /** The link to a broker as coordinator, or null when there is no broker with that id. */
    BrokerLink coordinator(int nodeId) {
        BrokerLink same = known.get(nodeId);
        return same == null
                ? null
                : coordinators.computeIfAbsent(nodeId, id -> new BrokerLink(owner, id, same.endpoint()));
    }

    /** Follows what metadata says: a broker that moved gets a new link, one that is gone loses its own. */
    void follow(Collection<Node> nodes) {
        if (nodes.isEmpty()) {
            return;
        }
        Map<Integer, HostPort> wanted = new HashMap<>();
        for (Node node : nodes) {
            wanted.put(node.id(), new HostPort(node.host(), node.port()));
        }
        List<BrokerLink> gone = new ArrayList<>();
        for (Map<Integer, BrokerLink> links : List.of(known, coordinators)) {
            links.values().removeIf(link -> {
                boolean isGone = !link.endpoint().equals(wanted.get(link.nodeId()));
                if (isGone) {
                    gone.add(link);
                }
                return isGone;
            });
        }
        wanted.forEach((id, endpoint) -> known.computeIfAbsent(id, i -> new BrokerLink(owner, id, endpoint)));
        isBootstrapping = false;
        gone.forEach(link -> link.close("metadata does not name " + link.describe() + " any more"));
        for (BrokerLink link : bootstrap.values()) {
            if (link.load() == 0) {
                link.disconnect("the brokers are known now");
            }
        }
    }

    /** Closes all connections. Until the next metadata the bootstrap servers are asked, not the brokers known so far. */
    void rebootstrap(String why) {
        isBootstrapping = true;
        for (Map<Integer, BrokerLink> links : List.of(known, coordinators, bootstrap)) {
            List.copyOf(links.values()).forEach(link -> link.disconnect(why));
        }
    }

    /**
     * Whether every server that would be asked was lost, or could not be reached, when it was last tried. Whether the pause
     * before its next attempt is over does not count: that would be a matter of chance.
     */
    boolean haveAllFailed() {
        return candidates().stream().allMatch(BrokerLink::isFailing);
    }

    /**
     * Those that are asked have all failed: the bootstrap servers are asked in place of the known brokers, or the other way
     * round, since what the user wrote may be out of date as well as what metadata said.
     */
    void askOthers() {
        isBootstrapping = !isBootstrapping || known.isEmpty();
    }

    /** Why each broker that was tried cannot be reached; empty while one of them can. */
    List<String> troubles() {
        if (candidates().stream().anyMatch(BrokerLink::isReady)) {
            return List.of();
        }
        return candidates().stream()
                .map(BrokerLink::trouble)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    boolean isBootstrapping() {
        return isBootstrapping;
    }

    /** The link that has least to do; one that is connected before one that is not, then one that is throttled, one in backoff last. */
    BrokerLink leastLoaded() {
        List<BrokerLink> candidates = new ArrayList<>(candidates());
        int offset = ThreadLocalRandom.current().nextInt(candidates.size());
        BrokerLink best = null;
        for (int i = 0; i < candidates.size(); i++) {
            BrokerLink link = candidates.get((i + offset) % candidates.size());
            if (best == null || isBetter(link, best)) {
                best = link;
            }
        }
        return best;
    }

    private static boolean isBetter(BrokerLink link, BrokerLink than) {
        int rank = rank(link);
        int otherRank = rank(than);
        if (rank != otherRank) {
            return rank < otherRank;
        }
        return link.isUnavailable() ? link.nextAttemptNs() - than.nextAttemptNs() < 0 : link.load() < than.load();
    }

    private static int rank(BrokerLink link) {
        if (link.throttledForNs() > 0) {
            return 3;
        }
        if (link.isReady()) {
            return 0;
        }
        if (link.isConnecting()) {
            return 1;
        }
        return link.isUnavailable() ? 4 : 2;
    }

    private Collection<BrokerLink> candidates() {
        return isBootstrapping ? bootstrap.values() : known.values();
    }

    void closeAll() {
        List<BrokerLink> all = new ArrayList<>(known.values());
        all.addAll(bootstrap.values());
        all.addAll(coordinators.values());
        all.forEach(link -> link.close("the client is closed"));
    }
}
