package io.headrace.clients.admin;

import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.DuplicateResourceException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Access control and users of a {@link MockAdminClient}. Passwords are not kept.
 *
 * <p>Owner: that client, under its lock.
 */
final class MockSecurity {

    private final Set<AclBinding> bindings = new LinkedHashSet<>();
    private final Map<String, Map<ScramMechanism, ScramCredentialInfo>> users = new TreeMap<>();

    Void create(AclBinding binding) {
        String indefinite = binding.toFilter().findIndefiniteField();
        if (indefinite != null) {
            throw new InvalidRequestException(
                    "No access control entry can be created from " + binding + ": " + indefinite);
        }
        bindings.add(binding);
        return null;
    }

    Collection<AclBinding> find(AclBindingFilter filter) {
        return bindings.stream().filter(filter::matches).toList();
    }

    DeleteAclsResult.FilterResults delete(AclBindingFilter filter) {
        Collection<AclBinding> found = find(filter);
        bindings.removeAll(new HashSet<>(found));
        return new DeleteAclsResult.FilterResults(found.stream()
                .map(binding -> new DeleteAclsResult.FilterResult(binding, null))
                .toList());
    }

    /** What changes for one user: all of it, or nothing. */
    Void alter(String user, List<UserScramCredentialAlteration> alterations) {
        // What the real client refuses before it asks is refused here too.
        ScramChanges.of(user, alterations);
        Map<ScramMechanism, ScramCredentialInfo> changed = new EnumMap<>(ScramMechanism.class);
        changed.putAll(users.getOrDefault(user, Map.of()));
        if (alterations.size() > 1) {
            throw new DuplicateResourceException("A user credential cannot be altered twice in the same request");
        }
        for (UserScramCredentialAlteration alteration : alterations) {
            if (alteration instanceof UserScramCredentialUpsertion upsertion) {
                changed.put(upsertion.credentialInfo().mechanism(), upsertion.credentialInfo());
            } else if (alteration instanceof UserScramCredentialDeletion deletion
                    && changed.remove(deletion.mechanism()) == null) {
                throw new ResourceNotFoundException("User " + user + " has no credential for "
                        + deletion.mechanism().mechanismName());
            }
        }
        if (changed.isEmpty()) {
            users.remove(user);
        } else {
            users.put(user, changed);
        }
        return null;
    }

    Map<String, DescribeUserScramCredentialsResult.Described> describe(List<String> wanted) {
        Collection<String> names = wanted == null || wanted.isEmpty() ? users.keySet() : wanted;
        Map<String, DescribeUserScramCredentialsResult.Described> found = new LinkedHashMap<>();
        for (String name : names) {
            ApiException failure = null;
            if (found.containsKey(name)) {
                failure = new DuplicateResourceException("User " + name + " was asked about twice");
            } else if (!users.containsKey(name)) {
                failure = new ResourceNotFoundException("User " + name + " has no SCRAM credentials");
            }
            found.put(
                    name,
                    new DescribeUserScramCredentialsResult.Described(
                            failure == null
                                    ? new UserScramCredentialsDescription(
                                            name,
                                            new ArrayList<>(users.get(name).values()))
                                    : null,
                            failure));
        }
        return found;
    }
}
