package io.headrace.clients.admin;

import java.util.Collection;
import java.util.Objects;
import java.util.OptionalInt;

/** Options of {@link Admin#describeProducers(Collection, DescribeProducersOptions)}. */
public class DescribeProducersOptions extends AbstractOptions<DescribeProducersOptions> {

    private OptionalInt brokerId = OptionalInt.empty();

    /** Asks the leaders. */
    public DescribeProducersOptions() {}

    /**
     * Asks one broker, leader or not.
     *
     * @param brokerId the broker
     * @return this object
     */
    public DescribeProducersOptions brokerId(int brokerId) {
        this.brokerId = OptionalInt.of(brokerId);
        return this;
    }

    /** The broker that is asked; empty for each partition's leader. */
    public OptionalInt brokerId() {
        return brokerId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DescribeProducersOptions that
                && brokerId.equals(that.brokerId)
                && Objects.equals(timeoutMs, that.timeoutMs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(brokerId, timeoutMs);
    }

    @Override
    public String toString() {
        return "DescribeProducersOptions(brokerId=" + brokerId + ", timeoutMs=" + timeoutMs + ")";
    }
}
