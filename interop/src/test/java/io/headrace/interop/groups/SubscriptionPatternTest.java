package io.headrace.interop.groups;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.headrace.interop.Target;
import java.util.Map;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Patterns that the broker resolves (KIP-848, RE2 syntax), which old clients do not have. */
@ParameterizedClass
@EnumSource(Target.class)
class SubscriptionPatternTest {

    @Parameter
    Target target;

    private Member subscribed(Clients clients, String pattern) {
        return new Member(
                clients.consumer(Clients.name("g")),
                true,
                (consumer, listener) -> consumer.subscribe(new SubscriptionPattern(pattern), listener));
    }

    private Clients clients() {
        return new Clients(target.bootstrapServers(), Map.of("group.protocol", "consumer"));
    }

    @Test
    void topicsThatComeLaterAreFoundByTheBroker() throws Exception {
        Clients clients = clients();
        String prefix = Clients.name("re2");
        clients.topic(prefix + "-a", 1);
        clients.topic("not-" + prefix + "-a", 1);
        try (Member member = subscribed(clients, prefix + "-[a-c]")) {
            member.awaitAssigned(1);
            clients.topic(prefix + "-b", 2);
            clients.topic(prefix + "-d", 2);
            member.awaitAssigned(3);
            clients.write(prefix + "-b", 2, 0, 6);
            member.awaitRecords(6);
        }
    }

    @Test
    void anExpressionThatIsNoneIsRefused() {
        try (Member member = subscribed(clients(), "([")) {
            assertInstanceOf(InvalidRegularExpression.class, member.awaitFailure());
        }
    }
}
