package io.headrace.metadata.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.QuotaEntity;
import io.headrace.metadata.plan.AlterClientQuotas.Change;
import io.headrace.metadata.plan.AlterClientQuotas.Op;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlterClientQuotasTest {
    private static final ClusterImage IMAGE = Cluster.of(1);
    private static final QuotaEntity USER = QuotaEntity.of(Map.of("user", "u"));
    private static final QuotaEntity ANY_CLIENT = QuotaEntity.of(Collections.singletonMap("client-id", null));
    private static final QuotaEntity ADDRESS = QuotaEntity.of(Map.of("ip", "127.0.0.1"));

    private static AlterClientQuotas alter(QuotaEntity entity, Op... ops) {
        return AlterClientQuotas.of(List.of(new Change(entity, List.of(ops))), false);
    }

    @Test
    void quotasAreSetChangedAndTakenAway() {
        ClusterImage image = Cluster.after(
                IMAGE, alter(USER, new Op("producer_byte_rate", 100.0), new Op("request_percentage", 12.5)));
        image = Cluster.after(image, alter(ANY_CLIENT, new Op("consumer_byte_rate", 7.0)));
        image = Cluster.after(image, alter(USER, new Op("producer_byte_rate", 200.0)));
        assertEquals(Map.of("producer_byte_rate", 200.0, "request_percentage", 12.5), image.quotas(USER));
        assertEquals(Map.of("consumer_byte_rate", 7.0), image.quotas(ANY_CLIENT));
        assertEquals(2, image.quotas().size());
        ClusterImage fromSnapshot = ClusterImage.empty("cluster")
                .apply(image.records(), image.version())
                .after();
        assertEquals(image, fromSnapshot);
        ClusterImage without = Cluster.after(image, alter(ANY_CLIENT, new Op("consumer_byte_rate", null)));
        assertTrue(without.quotas(ANY_CLIENT).isEmpty());
        assertEquals(1, without.quotas().size());
    }

    @Test
    void whatChangesNothingCommitsNothing() {
        ClusterImage image = Cluster.after(IMAGE, alter(USER, new Op("producer_byte_rate", 100.0)));
        assertTrue(alter(USER, new Op("producer_byte_rate", 100.0))
                .plan(image, 0)
                .records()
                .isEmpty());
        assertTrue(alter(USER, new Op("no.such", null)).plan(image, 0).records().isEmpty());
        assertTrue(AlterClientQuotas.of(List.of(new Change(USER, List.of(new Op("request_percentage", 1.0)))), true)
                .plan(image, 0)
                .records()
                .isEmpty());
    }

    @Test
    void whatIsWrongIsSaid() {
        assertRefused(
                USER,
                "There is no quota 'connection_creation_rate' for a user or a client id",
                1,
                "connection_creation_rate");
        assertRefused(ADDRESS, "There is no quota 'producer_byte_rate' for an address", 1, "producer_byte_rate");
        assertRefused(USER, "There is no quota 'foo' for a user or a client id", 1, "foo");
        assertRefused(
                USER, "Quota producer_byte_rate has to be more than 0, which 0.0 is not", 0, "producer_byte_rate");
        assertRefused(
                USER, "Quota producer_byte_rate has to be a whole number, which 1.5 is not", 1.5, "producer_byte_rate");
        assertRefused(USER, "Quota request_percentage has to be a number", Double.NaN, "request_percentage");
        assertRefused(
                USER,
                "Quota consumer_byte_rate can be at most 9.223372036854776E18, which 1.0E30 is beyond",
                1e30,
                "consumer_byte_rate");
        assertRefused(
                QuotaEntity.of(Map.of()),
                "A quota is for somebody: name a user, a client id or an address",
                1,
                "producer_byte_rate");
        assertRefused(
                QuotaEntity.of(Map.of("foo", "x")),
                "There are no quotas for entities of type 'foo', only for user, client-id and ip",
                1,
                "producer_byte_rate");
        assertRefused(
                QuotaEntity.of(Map.of("user", "")), "The user of a quota must not be empty", 1, "producer_byte_rate");
        assertRefused(
                QuotaEntity.of(Map.of("ip", "not an address")),
                "'not an address' is no IP address",
                1,
                "connection_creation_rate");
        Map<String, String> both = new HashMap<>(Map.of("ip", "127.0.0.1"));
        both.put("user", null);
        assertRefused(
                QuotaEntity.of(both),
                "A quota of an address cannot be combined with a user or a client id",
                1,
                "connection_creation_rate");
        Change change = new Change(USER, List.of(new Op("request_percentage", 1.0)));
        List<AlterClientQuotas.Result> twice = AlterClientQuotas.of(List.of(change, change), false)
                .plan(IMAGE, 0)
                .result();
        assertEquals(2, twice.size());
        assertEquals(
                "The quotas of user 'u' are named more than once", twice.get(1).message());
    }

    private static void assertRefused(QuotaEntity entity, String message, double value, String key) {
        assertEquals(
                List.of(new AlterClientQuotas.Result(entity, Errors.INVALID_REQUEST, message)),
                alter(entity, new Op(key, value)).plan(IMAGE, 0).result());
    }
}
