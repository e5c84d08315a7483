package io.headrace.common.metrics;

import io.headrace.common.MetricName;
import java.util.List;
import java.util.Objects;

/** A stat that gives several numbers, each a metric of its own. */
public interface CompoundStat extends Stat {

    /** Its numbers with their names. */
    List<NamedMeasurable> stats();

    /** One of the numbers. Immutable. */
    class NamedMeasurable {

        private final MetricName name;
        private final Measurable stat;

        /**
         * Names a number.
         *
         * @throws NullPointerException if an argument is null
         */
        public NamedMeasurable(MetricName name, Measurable stat) {
            this.name = Objects.requireNonNull(name, "name");
            this.stat = Objects.requireNonNull(stat, "stat");
        }

        public MetricName name() {
            return name;
        }

        public Measurable stat() {
            return stat;
        }
    }
}
