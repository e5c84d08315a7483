package io.headrace.spec;

import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.resource.PatternType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The part of a plan that is about ACLs. Pure. */
final class AclPlanner {
    private final ClusterState state;
    private final Owned owned;
    private final PlanOptions options;

    AclPlanner(ClusterState state, Owned owned, PlanOptions options) {
        this.state = state;
        this.owned = owned;
        this.options = options;
    }

    List<PlanItem> plan(Set<AclBinding> wished) {
        String closed = state.closed().get(Area.ACLS);
        List<PlanItem> items = new ArrayList<>();
        for (AclBinding binding : wished) {
            if (closed != null) {
                items.add(PlanItem.refuse(Area.ACLS, subject(binding), closed));
            } else if (!state.acls().contains(binding)) {
                items.add(PlanItem.create(Area.ACLS, subject(binding), List.of(), new Step.CreateAcl(binding)));
            }
        }
        for (AclBinding binding : state.acls()) {
            if (!wished.contains(binding) && owned.acl(binding)) {
                items.add(
                        options.prune()
                                ? PlanItem.delete(
                                        Area.ACLS, subject(binding), List.of(), "", new Step.DeleteAcl(binding))
                                : PlanItem.keep(Area.ACLS, subject(binding), List.of()));
            }
        }
        return items;
    }

    /** As in {@code ACL User:alice may read topic orders}. */
    private static String subject(AclBinding binding) {
        String host = binding.entry().host();
        return "ACL " + binding.entry().principal()
                + (host.equals("*") ? "" : " from " + host)
                + (binding.entry().permissionType() == AclPermissionType.DENY ? " must not " : " may ")
                + word(binding.entry().operation())
                + " "
                + word(binding.pattern().resourceType())
                + " "
                + binding.pattern().name()
                + (binding.pattern().patternType() == PatternType.PREFIXED ? "*" : "");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
