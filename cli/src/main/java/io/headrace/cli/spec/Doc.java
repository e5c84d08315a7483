package io.headrace.cli.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What stands in a file, and where: the same for YAML and JSON. Immutable. */
sealed interface Doc {
    /** Where it begins. */
    Position at();

    /** What it is, for messages. */
    String noun();

    /** Line and column, counted from 1. */
    record Position(int line, int column) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    /** Names with values, in their order. */
    record Table(Position at, Map<String, Doc> fields) implements Doc {
        @Override
        public String noun() {
            return "names with values";
        }
    }

    /** A list. */
    record Items(Position at, List<Doc> items) implements Doc {
        @Override
        public String noun() {
            return "a list";
        }
    }

    /** Text that is no number. */
    record Text(Position at, String text) implements Doc {
        @Override
        public String noun() {
            return "the text '" + text + "'";
        }
    }

    /** A number. */
    record Figure(Position at, BigDecimal value) implements Doc {
        private static final int MOST_DIGITS = 40;

        @Override
        public String noun() {
            return text();
        }

        boolean isWhole() {
            return value.stripTrailingZeros().scale() <= 0;
        }

        /** As people write it; in powers of ten when it is too long to be meant. */
        String text() {
            if (Math.abs((long) value.precision() - value.scale()) > MOST_DIGITS || value.scale() > MOST_DIGITS) {
                return value.toString();
            }
            return isWhole() ? value.toBigInteger().toString() : value.toPlainString();
        }
    }

    /** True or false. */
    record Truth(Position at, boolean value) implements Doc {
        @Override
        public String noun() {
            return Boolean.toString(value);
        }
    }

    /** Nothing, written as null or ~. */
    record Nothing(Position at) implements Doc {
        @Override
        public String noun() {
            return "nothing";
        }
    }
}
