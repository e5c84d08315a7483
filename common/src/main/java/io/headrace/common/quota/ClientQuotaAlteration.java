package io.headrace.common.quota;

import java.util.Collection;
import java.util.Objects;

/** Quotas to be set or removed for one entity. Immutable if its collection is. */
public class ClientQuotaAlteration {
    private final ClientQuotaEntity entity;
    private final Collection<Op> ops;

    /** One quota to be set or removed. Immutable. */
    public static class Op {
        private final String key;
        private final Double value;

        /**
         * An alteration of one quota.
         *
         * @param key such as {@code producer_byte_rate}
         * @param value null to remove it
         */
        public Op(String key, Double value) {
            this.key = key;
            this.value = value;
        }

        /** The quota's name. */
        public String key() {
            return key;
        }

        /** Its value, or null to remove it. */
        public Double value() {
            return value;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Op other && Objects.equals(key, other.key) && Objects.equals(value, other.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(key, value);
        }

        @Override
        public String toString() {
            return "ClientQuotaAlteration.Op(key=" + key + ", value=" + value + ")";
        }
    }

    /** What to alter for whom. */
    public ClientQuotaAlteration(ClientQuotaEntity entity, Collection<Op> ops) {
        this.entity = entity;
        this.ops = ops;
    }

    /** For whom. */
    public ClientQuotaEntity entity() {
        return entity;
    }

    /** What. */
    public Collection<Op> ops() {
        return ops;
    }

    @Override
    public String toString() {
        return "ClientQuotaAlteration(entity=" + entity + ", ops=" + ops + ")";
    }
}
