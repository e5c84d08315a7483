package io.headrace.clients.internals;

import io.headrace.common.config.ConfigException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of the servers that the user has named a client starts from. Holds no state; looks names up, which blocks. */
final class BootstrapServers {

    private static final Logger log = LoggerFactory.getLogger(ClientCore.class);

    private BootstrapServers() {}

    /**
     * Those whose names can be resolved, in the order given; under the names of all their addresses if
     * {@code client.dns.lookup} asks for canonical ones.
     *
     * @throws ConfigException if there is none
     */
    static List<HostPort> resolvable(ClientSettings settings, HostResolver.Lookup lookup) {
        Set<HostPort> found = new LinkedHashSet<>();
        List<HostPort> failed = new ArrayList<>();
        for (HostPort server : settings.bootstrapServers()) {
            try {
                List<InetSocketAddress> addresses = HostResolver.resolveNow(lookup, server.host(), server.port());
                if (settings.canonicalBootstrap()) {
                    for (InetSocketAddress address : addresses) {
                        InetAddress ip = address.getAddress();
                        found.add(new HostPort(ip.getCanonicalHostName(), server.port()));
                    }
                } else {
                    found.add(server);
                }
            } catch (UnknownHostException e) {
                failed.add(server);
            }
        }
        if (found.isEmpty()) {
            throw new ConfigException(
                    settings.endpoints().key(), settings.bootstrapServers(), "none of these hosts can be resolved");
        }
        if (!failed.isEmpty()) {
            log.warn("bootstrap servers that cannot be resolved are left out: {}", failed);
        }
        return List.copyOf(found);
    }
}
