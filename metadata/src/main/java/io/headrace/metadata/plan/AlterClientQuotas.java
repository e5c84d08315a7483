package io.headrace.metadata.plan;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.ClientQuotaKeys;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.QuotaEntity;
import io.headrace.metadata.record.ClientQuotaRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes the quotas of clients; each entity is changed as a whole or not at all (KIP-546, KIP-599, KIP-612). */
public final class AlterClientQuotas implements Planner<List<AlterClientQuotas.Result>> {
    private final List<Change> changes;
    private final boolean validateOnly;

    /**
     * What is to be done with one quota.
     *
     * @param key which quota, for example {@code producer_byte_rate}
     * @param value the new limit, or null to take the limit away
     */
    public record Op(String key, Double value) {}

    /**
     * What is to be done with the quotas of one entity.
     *
     * @param entity whose they are
     * @param ops what to do, each key at most once
     */
    public record Change(QuotaEntity entity, List<Op> ops) {
        public Change {
            ops = List.copyOf(ops);
        }
    }

    /**
     * What became of one entity.
     *
     * @param entity the entity
     * @param error {@link Errors#NONE} when its quotas are as asked for, or would be
     * @param message why not, else null
     */
    public record Result(QuotaEntity entity, Errors error, String message) {}

    private AlterClientQuotas(List<Change> changes, boolean validateOnly) {
        this.changes = List.copyOf(changes);
        this.validateOnly = validateOnly;
    }

    /** Changes quotas, or only says what would become of it. */
    public static AlterClientQuotas of(List<Change> changes, boolean validateOnly) {
        return new AlterClientQuotas(changes, validateOnly);
    }

    @Override
    public Plan<List<Result>> plan(ClusterImage image, long nowMs) {
        Set<QuotaEntity> seen = new HashSet<>();
        Set<QuotaEntity> twice = new HashSet<>();
        changes.stream().map(Change::entity).filter(e -> !seen.add(e)).forEach(twice::add);
        List<TypedRecord> records = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        for (Change change : changes) {
            try {
                if (twice.contains(change.entity())) {
                    throw refusal("The quotas of " + change.entity() + " are named more than once");
                }
                records.addAll(change(image, change));
                results.add(new Result(change.entity(), Errors.NONE, null));
            } catch (Refusal refusal) {
                results.add(new Result(change.entity(), refusal.error(), refusal.getMessage()));
            }
        }
        return new Plan<>(validateOnly ? List.of() : records, results);
    }

    private static List<TypedRecord> change(ClusterImage image, Change change) {
        QuotaEntity entity = change.entity();
        checkEntity(entity);
        Map<String, Double> was = image.quotas(entity);
        Set<String> named = new HashSet<>();
        List<TypedRecord> records = new ArrayList<>();
        for (Op op : change.ops()) {
            if (!named.add(op.key())) {
                throw refusal("Quota " + op.key() + " of " + entity + " is named more than once");
            }
            if (op.value() == null) {
                if (was.containsKey(op.key())) {
                    records.add(record(entity, op.key(), 0, true));
                }
                continue;
            }
            checkValue(entity, op.key(), op.value());
            if (!op.value().equals(was.get(op.key()))) {
                records.add(record(entity, op.key(), op.value(), false));
            }
        }
        return records;
    }

    private static void checkEntity(QuotaEntity entity) {
        if (entity.parts().isEmpty()) {
            throw refusal("A quota is for somebody: name a user, a client id or an address");
        }
        entity.parts().forEach((type, name) -> {
            if (!Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP).contains(type)) {
                throw refusal(
                        "There are no quotas for entities of type '" + type + "', only for user, client-id and ip");
            }
            if (name.isPresent() && name.get().isEmpty()) {
                throw refusal("The " + type + " of a quota must not be empty");
            }
        });
        Optional<String> ip = entity.parts().get(QuotaEntity.IP);
        if (ip == null) {
            return;
        }
        if (entity.parts().size() > 1) {
            throw refusal("A quota of an address cannot be combined with a user or a client id");
        }
        ip.ifPresent(AlterClientQuotas::checkAddress);
    }

    private static void checkAddress(String address) {
        // Addresses only: looking a name up would block the controller, and what it means may change.
        boolean literal = address.matches("[0-9.]+") || address.indexOf(':') >= 0;
        try {
            if (literal) {
                InetAddress.getByName(address);
                return;
            }
        } catch (UnknownHostException e) {
            // Said below.
        }
        throw refusal("'" + address + "' is no IP address");
    }

    private static void checkValue(QuotaEntity entity, String key, double value) {
        boolean ofAddress = entity.parts().containsKey(QuotaEntity.IP);
        String problem = ClientQuotaKeys.problemOf(key, value, ofAddress);
        if (problem != null) {
            throw refusal(problem);
        }
    }

    private static Refusal refusal(String message) {
        return new Refusal(Errors.INVALID_REQUEST, message);
    }

    private static ClientQuotaRecord record(QuotaEntity entity, String key, double value, boolean remove) {
        List<ClientQuotaRecord.EntityData> parts = new ArrayList<>();
        entity.parts()
                .forEach((type, name) -> parts.add(
                        new ClientQuotaRecord.EntityData().entityType(type).entityName(name.orElse(null))));
        return new ClientQuotaRecord().entity(parts).key(key).value(value).remove(remove);
    }
}
