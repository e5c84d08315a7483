package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.errors.ApiException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What comes of deleting access control entries. Each filter succeeds or fails on its own. Thread safe. */
public class DeleteAclsResult {

    /** A binding that a filter selected, and whether it could be deleted. Immutable. */
    public static class FilterResult {

        private final AclBinding binding;
        private final ApiException exception;

        /**
         * @param binding the binding
         * @param exception why it could not be deleted; null when it was
         */
        public FilterResult(AclBinding binding, ApiException exception) {
            this.binding = binding;
            this.exception = exception;
        }

        /** The binding. */
        public AclBinding binding() {
            return binding;
        }

        /** Why it could not be deleted; null when it was. */
        public ApiException exception() {
            return exception;
        }
    }

    /** What came of one filter. Immutable. */
    public static class FilterResults {

        private final List<FilterResult> values;

        /** @param values one for each binding that the filter selected */
        public FilterResults(List<FilterResult> values) {
            this.values = List.copyOf(values);
        }

        /** One for each binding that the filter selected. */
        public List<FilterResult> values() {
            return values;
        }
    }

    private final Map<AclBindingFilter, KafkaFuture<FilterResults>> futures;

    DeleteAclsResult(Map<AclBindingFilter, KafkaFuture<FilterResults>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By filter. */
    public Map<AclBindingFilter, KafkaFuture<FilterResults>> values() {
        return futures;
    }

    /** All that was deleted; fails when a filter failed, or a binding could not be deleted. */
    public KafkaFuture<Collection<AclBinding>> all() {
        return Futures.allOf(futures).thenApply(DeleteAclsResult::deleted);
    }

    private static Collection<AclBinding> deleted(Map<AclBindingFilter, FilterResults> byFilter) {
        List<AclBinding> deleted = new ArrayList<>();
        for (FilterResults results : byFilter.values()) {
            for (FilterResult result : results.values()) {
                if (result.exception() != null) {
                    throw result.exception();
                }
                deleted.add(result.binding());
            }
        }
        return deleted;
    }
}
