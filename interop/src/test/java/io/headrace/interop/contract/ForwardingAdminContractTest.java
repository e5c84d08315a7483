package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ForwardingAdmin;
import io.headrace.common.KafkaException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A {@link ForwardingAdmin} hands on what it is asked: all of it, as it is, and the answer too. */
class ForwardingAdminContractTest {

    /** An operation as the other client got it. */
    private record Asked(Method method, List<Object> arguments) {}

    /** Apache's throws where the metrics of an application would have to be handed on. */
    private static final Set<String> REFUSED_BY_APACHE =
            Set.of("registerMetricForSubscription", "unregisterMetricFromSubscription");

    private static Map<String, Object> config() {
        // Nothing connects before there is something to ask.
        return Map.of("bootstrap.servers", "127.0.0.1:1", "enable.metrics.push", false);
    }

    private static List<Method> abstractOperations() {
        return Arrays.stream(Admin.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .filter(method -> !REFUSED_BY_APACHE.contains(method.getName()))
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    private static Field delegate() throws NoSuchFieldException {
        Field field = ForwardingAdmin.class.getDeclaredField("delegate");
        field.setAccessible(true);
        return field;
    }

    /** Something recognizable, where a value of the type can be had without more. */
    private static Object argument(Class<?> type) {
        if (type == int.class) {
            return 4711;
        } else if (type == byte[].class) {
            return new byte[] {1};
        } else if (type == Duration.class) {
            return Duration.ofMillis(17);
        } else if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
        }
        return Arrays.stream(type.getConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0)
                .findFirst()
                .map(constructor -> {
                    try {
                        return constructor.newInstance();
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError(e.getMessage(), e);
                    }
                })
                .orElse(null);
    }

    @Test
    void everyOperationIsHandedOnWithItsArgumentsAndItsFailure() throws Exception {
        List<Method> operations = abstractOperations();
        assertTrue(operations.size() > 60, "only " + operations.size());
        AtomicReference<Asked> asked = new AtomicReference<>();
        IllegalStateException failure = new IllegalStateException("from the other client");
        Admin other = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    asked.set(new Asked(method, arguments == null ? List.of() : Arrays.asList(arguments)));
                    throw failure;
                });
        ForwardingAdmin forwarding = new ForwardingAdmin(config());
        Admin own = (Admin) delegate().get(forwarding);
        try {
            delegate().set(forwarding, other);
            for (Method operation : operations) {
                Object[] arguments = Arrays.stream(operation.getParameterTypes())
                        .map(ForwardingAdminContractTest::argument)
                        .toArray();
                asked.set(null);
                InvocationTargetException thrown = assertThrows(
                        InvocationTargetException.class,
                        () -> operation.invoke(forwarding, arguments),
                        operation.toString());
                assertEquals(failure, thrown.getCause(), operation.toString());
                Asked got = asked.get();
                assertEquals(operation.getName(), got.method().getName());
                assertArrayEquals(
                        operation.getParameterTypes(), got.method().getParameterTypes(), operation.toString());
                for (int i = 0; i < arguments.length; i++) {
                    assertTrue(
                            arguments[i] == got.arguments().get(i)
                                    || got.arguments().get(i).equals(arguments[i]),
                            operation + ", argument " + i);
                }
            }
        } finally {
            own.close();
        }
    }

    @Test
    void theAnswerIsThatOfTheOtherClient() throws Exception {
        Map<Object, Object> metrics = Map.of();
        Admin other = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> method.getReturnType() == Map.class ? metrics : null);
        ForwardingAdmin forwarding = new ForwardingAdmin(config());
        Admin own = (Admin) delegate().get(forwarding);
        try {
            assertNotEquals(metrics, forwarding.metrics());
            delegate().set(forwarding, other);
            assertEquals(metrics, forwarding.metrics());
            assertNull(forwarding.listTopics());
        } finally {
            own.close();
        }
    }

    @Test
    void itStartsTheClientThatItForwardsTo() {
        assertThrows(KafkaException.class, () -> new ForwardingAdmin(Map.of("bootstrap.servers", "nowhere")));
    }
}
