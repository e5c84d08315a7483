package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.acl.AclBinding;
import java.util.Collection;

/** What comes of describing access control entries. Thread safe. */
public class DescribeAclsResult {

    private final KafkaFuture<Collection<AclBinding>> values;

    DescribeAclsResult(KafkaFuture<Collection<AclBinding>> values) {
        this.values = values;
    }

    /** The bindings that the filter selects. */
    public KafkaFuture<Collection<AclBinding>> values() {
        return values;
    }
}
