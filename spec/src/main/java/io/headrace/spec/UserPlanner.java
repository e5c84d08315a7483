package io.headrace.spec;

import io.headrace.clients.admin.ScramMechanism;
import io.headrace.spec.UserSpec.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of a plan that is about SCRAM users. Pure: it never looks at a password. */
final class UserPlanner {
    private final ClusterState state;
    private final Owned owned;
    private final PlanOptions options;

    UserPlanner(ClusterState state, Owned owned, PlanOptions options) {
        this.state = state;
        this.owned = owned;
        this.options = options;
    }

    List<PlanItem> plan(Map<String, UserSpec> wished) {
        String closed = state.closed().get(Area.USERS);
        List<PlanItem> items = new ArrayList<>();
        for (UserSpec user : wished.values()) {
            user.credentials()
                    .forEach((mechanism, credential) ->
                            named(user.name(), mechanism, credential, closed).ifPresent(items::add));
        }
        state.users().forEach((user, mechanisms) -> {
            if (owned.user(user)) {
                mechanisms.forEach((mechanism, iterations) -> {
                    if (!wished.containsKey(user)
                            || !wished.get(user).credentials().containsKey(mechanism)) {
                        items.add(unnamed(user, mechanism));
                    }
                });
            }
        });
        for (String user : options.resetPasswords()) {
            if (!wished.containsKey(user)) {
                items.add(PlanItem.refuse(
                        Area.USERS,
                        "user " + user,
                        "its password cannot be set, since the spec does not name it"
                                + NearName.question(user, wished.keySet())));
            }
        }
        return items;
    }

    private static String subject(String user, ScramMechanism mechanism) {
        return "user " + user + " with " + mechanism.mechanismName();
    }

    private Optional<PlanItem> named(String user, ScramMechanism mechanism, Credential wished, String closed) {
        String subject = subject(user, mechanism);
        if (closed != null) {
            return Optional.of(PlanItem.refuse(Area.USERS, subject, closed));
        }
        Integer now = state.users().getOrDefault(user, Map.of()).get(mechanism);
        boolean reset = options.resetPasswords().contains(user);
        if (now != null && wished.iterations().orElse(now) == now && !reset) {
            return Optional.empty();
        }
        if (wished.password().isEmpty()) {
            return Optional.of(PlanItem.refuse(
                    Area.USERS,
                    subject,
                    "the spec does not say where its password comes from, and brokers do not tell it"));
        }
        Secret password = wished.password().get();
        int iterations = wished.iterations().orElse(now == null ? UserSpec.DEFAULT_ITERATIONS : now);
        Step step = new Step.PutCredential(user, mechanism, iterations, password);
        List<Difference> differences = new ArrayList<>();
        if (now == null) {
            differences.add(Difference.added("iterations", Integer.toString(iterations)));
        } else if (now != iterations) {
            differences.add(Difference.changed("iterations", now.toString(), Integer.toString(iterations)));
        }
        differences.add(Difference.added("password", "from " + password));
        return Optional.of(
                now == null
                        ? PlanItem.create(Area.USERS, subject, differences, step)
                        : PlanItem.change(Area.USERS, subject, differences, step));
    }

    private PlanItem unnamed(String user, ScramMechanism mechanism) {
        return options.prune()
                ? PlanItem.delete(
                        Area.USERS, subject(user, mechanism), List.of(), "", new Step.DeleteCredential(user, mechanism))
                : PlanItem.keep(Area.USERS, subject(user, mechanism), List.of());
    }
}
