package io.headrace.spec;

import io.headrace.common.quota.ClientQuotaEntity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The part of a plan that is about quotas. Pure. */
final class QuotaPlanner {
    private final ClusterState state;
    private final Owned owned;
    private final PlanOptions options;

    QuotaPlanner(ClusterState state, Owned owned, PlanOptions options) {
        this.state = state;
        this.owned = owned;
        this.options = options;
    }

    List<PlanItem> plan(Map<ClientQuotaEntity, Map<String, Optional<Double>>> wished) {
        String closed = state.closed().get(Area.QUOTAS);
        List<PlanItem> items = new ArrayList<>();
        wished.forEach((entity, limits) -> {
            if (closed != null) {
                items.add(PlanItem.refuse(Area.QUOTAS, subject(entity), closed));
            } else {
                named(entity, limits, items);
            }
        });
        state.quotas().forEach((entity, limits) -> {
            if (!wished.containsKey(entity) && owned.quota(entity) && !limits.isEmpty()) {
                items.add(unnamed(entity, limits));
            }
        });
        return items;
    }

    private static String subject(ClientQuotaEntity entity) {
        return "quota of " + Quota.describe(entity);
    }

    private void named(ClientQuotaEntity entity, Map<String, Optional<Double>> limits, List<PlanItem> items) {
        Map<String, Double> now = state.quotas().getOrDefault(entity, Map.of());
        Map<String, Optional<Double>> changes = new LinkedHashMap<>();
        List<Difference> differences = new ArrayList<>();
        new TreeMap<>(limits).forEach((name, limit) -> {
            if (!Quota.limitsOf(entity).contains(name)) {
                items.add(PlanItem.refuse(
                        Area.QUOTAS,
                        subject(entity),
                        "'" + name + "' is no limit here" + NearName.question(name, Quota.limitsOf(entity))));
            } else if (!limit.equals(Optional.ofNullable(now.get(name)))) {
                changes.put(name, limit);
                differences.add(new Difference(
                        name,
                        Optional.ofNullable(now.get(name)).map(value -> SettingValue.shownLimit(name, value)),
                        limit.map(value -> SettingValue.shownLimit(name, value))));
            }
        });
        List<Difference> kept = new ArrayList<>();
        new TreeMap<>(now).forEach((name, value) -> {
            if (limits.containsKey(name) || !owned.quota(entity)) {
                return;
            }
            Difference gone = Difference.removed(name, SettingValue.shownLimit(name, value));
            if (options.prune()) {
                changes.put(name, Optional.empty());
                differences.add(gone);
            } else {
                kept.add(gone);
            }
        });
        if (!changes.isEmpty()) {
            Step step = new Step.AlterQuota(entity, changes);
            items.add(
                    now.isEmpty()
                            ? PlanItem.create(Area.QUOTAS, subject(entity), differences, step)
                            : PlanItem.change(Area.QUOTAS, subject(entity), differences, step));
        }
        if (!kept.isEmpty()) {
            items.add(PlanItem.keep(Area.QUOTAS, subject(entity), kept));
        }
    }

    private PlanItem unnamed(ClientQuotaEntity entity, Map<String, Double> limits) {
        List<Difference> differences = new ArrayList<>();
        Map<String, Optional<Double>> changes = new LinkedHashMap<>();
        new TreeMap<>(limits).forEach((name, value) -> {
            differences.add(Difference.removed(name, SettingValue.shownLimit(name, value)));
            changes.put(name, Optional.empty());
        });
        return options.prune()
                ? PlanItem.delete(Area.QUOTAS, subject(entity), differences, "", new Step.AlterQuota(entity, changes))
                : PlanItem.keep(Area.QUOTAS, subject(entity), differences);
    }
}
