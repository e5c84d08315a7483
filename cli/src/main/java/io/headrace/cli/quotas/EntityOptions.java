package io.headrace.cli.quotas;

import io.headrace.cli.CommandFailure;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.common.quota.ClientQuotaFilterComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Whose quotas: a user, a client id, both together, or an address. */
final class EntityOptions {
    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "A user.")
    private String user;

    @Option(names = "--user-default", description = "All users that have no quota of their own.")
    private boolean userDefault;

    @Option(names = "--client-id", paramLabel = "CLIENT-ID", description = "Clients with this client.id.")
    private String clientId;

    @Option(names = "--client-id-default", description = "All client ids that have no quota of their own.")
    private boolean clientIdDefault;

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "Clients from this address.")
    private String ip;

    @Option(names = "--ip-default", description = "All addresses that have no quota of their own.")
    private boolean ipDefault;

    /**
     * Whom it names; a default has null for a name.
     *
     * @throws CommandFailure when it contradicts itself
     */
    Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        add(entries, ClientQuotaEntity.USER, user, userDefault);
        add(entries, ClientQuotaEntity.CLIENT_ID, clientId, clientIdDefault);
        add(entries, ClientQuotaEntity.IP, ip, ipDefault);
        if (entries.containsKey(ClientQuotaEntity.IP) && entries.size() > 1) {
            throw CommandFailure.misuse("--ip stands alone: quotas of an address count whoever the client is");
        }
        return entries;
    }

    /** The one whose quotas are to be changed. */
    ClientQuotaEntity entity() {
        Map<String, String> entries = entries();
        if (entries.isEmpty()) {
            throw CommandFailure.misuse("--user, --client-id, --ip or one of their defaults has to say whose quotas");
        }
        return new ClientQuotaEntity(new HashMap<>(entries));
    }

    /** All that have at least what was named; all there are when nothing was. */
    ClientQuotaFilter filter() {
        List<ClientQuotaFilterComponent> components = new ArrayList<>();
        entries()
                .forEach((type, name) -> components.add(
                        name == null
                                ? ClientQuotaFilterComponent.ofDefaultEntity(type)
                                : ClientQuotaFilterComponent.ofEntity(type, name)));
        return components.isEmpty() ? ClientQuotaFilter.all() : ClientQuotaFilter.contains(components);
    }

    /** An entity as people name it. */
    static String text(Map<String, String> entries) {
        return entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + " " + (each.getValue() == null ? "(default)" : each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static void add(Map<String, String> entries, String type, String name, boolean byDefault) {
        if (name != null && byDefault) {
            throw CommandFailure.misuse("--" + type + " and --" + type + "-default name two: one is allowed");
        }
        if (name != null || byDefault) {
            entries.put(type, name);
        }
    }
}
