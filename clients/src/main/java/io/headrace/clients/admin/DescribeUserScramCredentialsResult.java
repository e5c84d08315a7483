package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.ResourceNotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What comes of describing SCRAM credentials. Each user succeeds or fails on its own. Thread safe. */
public class DescribeUserScramCredentialsResult {

    private final KafkaFuture<Map<String, Described>> users;

    /**
     * What was told of one user: a description, or why there is none.
     *
     * @param description null when there is none
     * @param failure null when there is a description
     */
    record Described(UserScramCredentialsDescription description, ApiException failure) {}

    DescribeUserScramCredentialsResult(KafkaFuture<Map<String, Described>> users) {
        this.users = users;
    }

    /** All users by name; fails when one of those that were asked about has no credentials, or cannot be described. */
    public KafkaFuture<Map<String, UserScramCredentialsDescription>> all() {
        return users.thenApply(described -> {
            Map<String, UserScramCredentialsDescription> descriptions = new LinkedHashMap<>();
            described.forEach((user, one) -> descriptions.put(user, valueOf(one)));
            return descriptions;
        });
    }

    /** The users that have credentials, also those that cannot be described. */
    public KafkaFuture<List<String>> users() {
        return users.thenApply(described -> described.entrySet().stream()
                .filter(user -> !(user.getValue().failure() instanceof ResourceNotFoundException))
                .map(Map.Entry::getKey)
                .toList());
    }

    /**
     * One user. Fails with a {@code ResourceNotFoundException} when it has no credentials or was not asked about, and with
     * a {@code DuplicateResourceException} when it was asked about twice.
     *
     * @param userName the user
     */
    public KafkaFuture<UserScramCredentialsDescription> description(String userName) {
        return users.thenApply(described -> {
            Described one = described.get(userName);
            if (one == null) {
                throw new ResourceNotFoundException("No such user: " + userName);
            }
            return valueOf(one);
        });
    }

    private static UserScramCredentialsDescription valueOf(Described one) {
        if (one.failure() != null) {
            throw one.failure();
        }
        return one.description();
    }
}
