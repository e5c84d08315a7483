package io.headrace.spec;

import io.headrace.clients.admin.Admin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a plan checked before anything is changed: what brokers can check without doing it, they are asked to, and passwords
 * are looked up. Stateless.
 */
final class Preflight {
    private Preflight() {}

    /** The plan, with what cannot be done refused. */
    static Plan check(Admin admin, Plan plan) {
        Map<PlanItem, Optional<String>> objections = Requests.checked(admin, plan.items());
        List<PlanItem> items = new ArrayList<>();
        for (PlanItem item : plan.items()) {
            Optional<String> objection = item.step() instanceof Step.PutCredential credential
                    ? missing(credential.password())
                    : objections.getOrDefault(item, Optional.empty());
            items.add(objection.map(item::refusedBecause).orElse(item));
        }
        return new Plan(plan.spec(), plan.options(), plan.clusterId(), items);
    }

    private static Optional<String> missing(Secret password) {
        try {
            password.reveal();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("there is no password: " + Waiting.text(e));
        }
    }
}
