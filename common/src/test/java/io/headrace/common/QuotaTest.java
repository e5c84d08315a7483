package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.common.quota.ClientQuotaFilterComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The values that quotas of clients are described with. */
class QuotaTest {
    @Test
    void entitiesAreComparedByWhatTheyName() {
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "alice"));
        assertEquals(entity, new ClientQuotaEntity(Map.of("user", "alice")));
        assertNotEquals(entity, new ClientQuotaEntity(Map.of("client-id", "alice")));
        assertEquals("ClientQuotaEntity(entries={user=alice})", entity.toString());
        assertTrue(ClientQuotaEntity.isValidEntityType("ip"));
        assertFalse(ClientQuotaEntity.isValidEntityType("host"));
        assertFalse(ClientQuotaEntity.isValidEntityType(null));
    }

    @Test
    void anAlterationSetsOrRemoves() {
        ClientQuotaAlteration.Op set = new ClientQuotaAlteration.Op("producer_byte_rate", 1e6);
        ClientQuotaAlteration.Op remove = new ClientQuotaAlteration.Op("producer_byte_rate", null);
        assertEquals(set, new ClientQuotaAlteration.Op("producer_byte_rate", 1e6));
        assertNotEquals(set, remove);
        assertNull(remove.value());
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of("user", "alice"));
        assertEquals(
                new org.apache.kafka.common.quota.ClientQuotaAlteration(
                                new org.apache.kafka.common.quota.ClientQuotaEntity(Map.of("user", "alice")),
                                List.of(new org.apache.kafka.common.quota.ClientQuotaAlteration.Op(
                                        "producer_byte_rate", 1e6)))
                        .toString(),
                new ClientQuotaAlteration(entity, List.of(set)).toString());
    }

    @Test
    void aFilterHasPartsThatNameOneTheDefaultOrAny() {
        ClientQuotaFilterComponent one = ClientQuotaFilterComponent.ofEntity("user", "alice");
        ClientQuotaFilterComponent byDefault = ClientQuotaFilterComponent.ofDefaultEntity("user");
        ClientQuotaFilterComponent any = ClientQuotaFilterComponent.ofEntityType("user");
        assertEquals(Optional.of("alice"), one.match());
        assertEquals(Optional.empty(), byDefault.match());
        assertNull(any.match());
        assertNotEquals(byDefault, any);
        assertThrows(NullPointerException.class, () -> ClientQuotaFilterComponent.ofEntity("user", null));
        assertThrows(NullPointerException.class, () -> ClientQuotaFilterComponent.ofEntityType(null));

        assertEquals(ClientQuotaFilter.contains(List.of(one)), ClientQuotaFilter.contains(List.of(one)));
        assertNotEquals(ClientQuotaFilter.contains(List.of(one)), ClientQuotaFilter.containsOnly(List.of(one)));
        assertTrue(ClientQuotaFilter.containsOnly(List.of(one)).strict());
        assertEquals(
                org.apache.kafka.common.quota.ClientQuotaFilter.all().toString(),
                ClientQuotaFilter.all().toString());
    }
}
