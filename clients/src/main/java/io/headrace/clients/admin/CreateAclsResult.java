package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.acl.AclBinding;
import java.util.Map;

/** What comes of creating access control entries. Each binding succeeds or fails on its own. Thread safe. */
public class CreateAclsResult {

    private final Map<AclBinding, KafkaFuture<Void>> futures;

    CreateAclsResult(Map<AclBinding, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By binding. */
    public Map<AclBinding, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Done for all bindings; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
