package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.admin.AbstractOptions;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.TimeoutException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What all operations of an admin client have in common, wherever the cluster is. */
class AdminOperationsContractTest {

    /** Deprecated, and done by {@code listGroups} and {@code listConfigResources}. */
    private static final Set<String> LEFT_OUT = Set.of("listConsumerGroups", "listClientMetricsResources");

    private static Admin admin() {
        // Nobody listens there.
        return Admin.create(Map.<String, Object>of("bootstrap.servers", "127.0.0.1:1", "enable.metrics.push", false));
    }

    private static Map<String, Throwable> failures(Map<String, KafkaFuture<?>> futures) {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        futures.forEach((name, future) -> {
            ExecutionException thrown =
                    assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS), name);
            Throwable cause = thrown.getCause();
            while (cause.getCause() != null && !(cause instanceof TimeoutException)) {
                // Apache's client says of some that it found no broker to ask; why is that failure's cause.
                cause = cause.getCause();
            }
            failures.put(name, cause);
        });
        return failures;
    }

    private static Map<String, KafkaFuture<?>> start(Admin admin, Integer timeoutMs) {
        Map<String, KafkaFuture<?>> futures = new LinkedHashMap<>();
        AdminOperations.all(timeoutMs).forEach((name, operation) -> futures.put(name, operation.apply(admin)));
        return futures;
    }

    @Test
    void noOperationIsLeftOut() {
        Set<String> withOptions = Arrays.stream(Admin.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .filter(method ->
                        Arrays.stream(method.getParameterTypes()).anyMatch(AbstractOptions.class::isAssignableFrom))
                .map(Method::getName)
                .filter(name -> !LEFT_OUT.contains(name))
                .collect(Collectors.toSet());
        assertEquals(
                new TreeSet<>(withOptions),
                new TreeSet<>(AdminOperations.all(null).keySet()));
    }

    @Test
    void eachTakesNoLongerThanItsOptionsSay() {
        try (Admin admin = admin()) {
            failures(start(admin, 300))
                    .forEach((name, failure) -> assertInstanceOf(TimeoutException.class, failure, name));
        }
    }

    @Test
    void aClosedClientCarriesNoneOut() {
        Admin admin = admin();
        admin.close();
        failures(start(admin, null))
                .forEach((name, failure) -> assertInstanceOf(IllegalStateException.class, failure, name));
    }
}
