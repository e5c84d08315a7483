package io.headrace.interop.groups;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The end of a consumer that does not tell its group. */
final class Crash {

    private Crash() {}

    /**
     * Closes the client alone. Lines that know the option are told to stay in the group; for the others the caller has set
     * {@code internal.leave.group.on.close}.
     */
    static void close(KafkaConsumer<?, ?> consumer) {
        try {
            Class<?> options = Class.forName(
                    "org.apache.kafka.clients.consumer.CloseOptions",
                    true,
                    consumer.getClass().getClassLoader());
            Class<?> operation =
                    Class.forName(options.getName() + "$GroupMembershipOperation", true, options.getClassLoader());
            Object remain = operation.getField("REMAIN_IN_GROUP").get(null);
            Object option =
                    options.getMethod("groupMembershipOperation", operation).invoke(null, remain);
            Method close = consumer.getClass().getMethod("close", options);
            close.invoke(consumer, option);
        } catch (ClassNotFoundException e) {
            consumer.close();
        } catch (NoSuchMethodException | NoSuchFieldException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
