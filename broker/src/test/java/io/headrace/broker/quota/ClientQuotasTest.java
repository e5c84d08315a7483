package io.headrace.broker.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.image.QuotaEntity;
import io.headrace.metadata.record.ClientQuotaRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ClientQuotasTest {

    private static final String PRODUCE = "producer_byte_rate";

    private ClusterImage image = ClusterImage.empty("cluster");
    private long nowMs = 1_000_000;
    private final ClientQuotas quotas =
            new ClientQuotas(new QuotaWindows(11, 1000), new QuotaWindows(11, 1000), () -> nowMs);

    /** Parts as type, name, type, name; a null value takes the quota away. */
    private void set(String key, Double value, String... parts) {
        List<ClientQuotaRecord.EntityData> entity = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 2) {
            entity.add(new ClientQuotaRecord.EntityData().entityType(parts[i]).entityName(parts[i + 1]));
        }
        TypedRecord record = new ClientQuotaRecord()
                .entity(entity)
                .key(key)
                .value(value == null ? 0 : value)
                .remove(value == null);
        ImageChange change = image.apply(List.of(record));
        image = change.after();
        quotas.apply(change);
    }

    private double limit(String user, String clientId) {
        return new QuotaTable(image.quotas())
                .limit(QuotaType.PRODUCE, user, clientId)
                .perSecond();
    }

    @Test
    void theMostSpecificQuotaCounts() {
        String[][] weakestFirst = {
            {"client-id", null},
            {"client-id", "c"},
            {"user", null},
            {"user", null, "client-id", null},
            {"user", null, "client-id", "c"},
            {"user", "u"},
            {"user", "u", "client-id", null},
            {"user", "u", "client-id", "c"}
        };
        for (int i = 0; i < weakestFirst.length; i++) {
            set(PRODUCE, i + 1.0, weakestFirst[i]);
            assertEquals(i + 1.0, limit("u", "c"));
        }
        assertEquals(3 + 1.0, limit("other", "other"));
        assertEquals(4 + 1.0, limit("other", "c"));
        assertEquals(6 + 1.0, limit("u", "other"));
        // Quotas of another kind say nothing.
        assertNull(new QuotaTable(image.quotas()).limit(QuotaType.FETCH, "u", "c"));
    }

    @Test
    void whoSharesABudgetFollowsFromWhereTheLimitStands() {
        set(PRODUCE, 1.0, "user", QuotaEntity.USER);
        set(PRODUCE, 1.0, "client-id", null);
        QuotaTable table = new QuotaTable(image.quotas());
        assertEquals(
                new QuotaTable.Budget(QuotaType.PRODUCE, null, "c"),
                table.limit(QuotaType.PRODUCE, "somebody", "c").budget());
        assertEquals(
                table.limit(QuotaType.PRODUCE, "user", "a").budget(),
                table.limit(QuotaType.PRODUCE, "user", "b").budget());
    }

    @Test
    void withoutQuotasNothingIsMeasured() {
        QuotaSession session = new QuotaSession();
        assertSame(Throttle.NONE, quotas.throttle(session, "c"));
        set(PRODUCE, 10.0, "client-id", "other");
        assertSame(Throttle.NONE, quotas.throttle(session, "c"));
        set(PRODUCE, null, "client-id", "other");
        assertSame(Throttle.NONE, quotas.throttle(session, "other"));
    }

    @Test
    void whoUsesMoreThanTheWindowHoldsPausesUntilTheRateIsRightAgain() {
        set(PRODUCE, 100.0, "client-id", "c");
        QuotaSession session = new QuotaSession();
        // Ten full windows may be used at once: a client that was silent may burst.
        assertEquals(0, use(session, 1000));
        // 2000 in 10 s is 100 a second too many, for 10 s.
        assertEquals(10_000, use(session, 1000));
        assertEquals(1, quotas.throttledCount(QuotaType.PRODUCE));
        nowMs += 11_000;
        assertEquals(0, use(session, 0));
    }

    private int use(QuotaSession session, double amount) {
        Throttle throttle = quotas.throttle(session, "c");
        throttle.use(QuotaType.PRODUCE, amount);
        return throttle.pauseMs();
    }

    @Test
    void theRateOfASteadyClientComesToItsQuota() {
        set(PRODUCE, 1000.0, "client-id", "c");
        QuotaSession session = new QuotaSession();
        long sent = 0;
        long startMs = nowMs;
        while (nowMs - startMs < 120_000) {
            sent += 500;
            nowMs += Math.max(1, use(session, 500));
        }
        double rate = sent * 1000.0 / (nowMs - startMs);
        // The first burst fills ten windows beforehand.
        assertEquals(1000.0 * 130 / 120, rate, 60);
    }

    @Test
    void connectionsShareTheBudgetOfTheirClient() {
        set(PRODUCE, 100.0, "client-id", "c");
        QuotaSession one = new QuotaSession();
        QuotaSession other = new QuotaSession();
        assertEquals(0, use(one, 1000));
        assertEquals(10_000, use(other, 1000));
    }

    @Test
    void aNewLimitCountsAtOnce() {
        set(PRODUCE, 100.0, "client-id", "c");
        QuotaSession session = new QuotaSession();
        assertEquals(0, use(session, 1000));
        set(PRODUCE, 50.0, "client-id", "c");
        assertEquals(10_000, use(session, 0));
        set(PRODUCE, 1000.0, "client-id", "c");
        assertEquals(0, use(session, 0));
    }

    @Test
    void mutationsAreRefusedWhenTheBucketIsEmpty() {
        set("controller_mutation_rate", 1.0, "client-id", "c");
        QuotaSession session = new QuotaSession();
        Throttle first = quotas.throttle(session, "c");
        // 11 are saved up; a request may take more than is left, once.
        assertTrue(first.useIfAllowed(QuotaType.MUTATION, 15));
        assertEquals(0, first.pauseMs());
        Throttle second = quotas.throttle(session, "c");
        assertFalse(second.useIfAllowed(QuotaType.MUTATION, 1));
        assertEquals(4000, second.pauseMs());
        nowMs += 4000;
        assertTrue(quotas.throttle(session, "c").useIfAllowed(QuotaType.MUTATION, 1));
    }

    @Test
    void addressesThatConnectTooOftenWaitAndAreRefused() {
        InetAddress home = InetAddress.getLoopbackAddress();
        assertEquals(0, quotas.refuseAfterMs(home));
        set("connection_creation_rate", 2.0, "ip", null);
        for (int i = 0; i < 20; i++) {
            assertEquals(0, quotas.refuseAfterMs(home), "connection " + i);
        }
        assertTrue(quotas.refuseAfterMs(home) > 0);
        set("connection_creation_rate", 100.0, "ip", "127.0.0.1");
        assertEquals(0, quotas.refuseAfterMs(home));
        set("connection_creation_rate", 0.0, "ip", "127.0.0.1");
        assertTrue(quotas.refuseAfterMs(home) > 0);
    }

    @Test
    void quotasChangeWhileBudgetsComeAndGo() throws Exception {
        set(PRODUCE, 1_000_000.0, "client-id", null);
        AtomicBoolean over = new AtomicBoolean();
        // Nobody uses anything, so each sweep forgets all budgets there are.
        CompletableFuture<Void> clients = CompletableFuture.runAsync(() -> {
            for (int i = 0; !over.get(); i++) {
                quotas.throttle(new QuotaSession(), "client-" + i % 20_000);
            }
        });
        try {
            for (int i = 0; i < 200; i++) {
                set(PRODUCE, 1_000_000.0 + i, "client-id", null);
            }
        } finally {
            over.set(true);
            clients.get();
        }
        QuotaSession session = new QuotaSession();
        set(PRODUCE, 10.0, "client-id", null);
        assertEquals(0, use(session, 100));
        assertTrue(use(session, 100) > 0, "the last limit counts for all");
    }

    @Test
    void budgetsOfSilentClientsAreForgotten() {
        set(PRODUCE, 100.0, "client-id", null);
        QuotaSession kept = new QuotaSession();
        use(kept, 1000);
        for (int i = 0; i < 5000; i++) {
            quotas.throttle(new QuotaSession(), "client" + i);
            nowMs += 100;
        }
        assertTrue(quotas.budgets() < 2500, quotas.budgets() + " budgets");
        // Forgotten meanwhile: the session takes part in the new budget.
        assertEquals(0, use(kept, 1000));
        assertEquals(10_000, use(new QuotaSession(), 1000));
    }
}
