package io.headrace.clients.admin;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One change of one config. Immutable. */
public class AlterConfigOp {

    /** What is done to a config. */
    public enum OpType {

        /** It gets the value. */
        SET((byte) 0),

        /** It gets its default back; the value does not matter. */
        DELETE((byte) 1),

        /** The value is added to its list. */
        APPEND((byte) 2),

        /** The value is taken from its list. */
        SUBTRACT((byte) 3);

        private static final Map<Byte, OpType> BY_ID = Collections.unmodifiableMap(
                Arrays.stream(values()).collect(Collectors.toMap(OpType::id, Function.identity())));

        private final byte id;

        OpType(byte id) {
            this.id = id;
        }

        /** Its number in requests. */
        public byte id() {
            return id;
        }

        /**
         * The type with a number.
         *
         * @param id its number in requests
         * @return null when there is none
         */
        public static OpType forId(byte id) {
            return BY_ID.get(id);
        }
    }

    private final ConfigEntry configEntry;
    private final OpType opType;

    /**
     * @param configEntry the config's name and value
     * @param opType what is done to it
     */
    public AlterConfigOp(ConfigEntry configEntry, OpType opType) {
        this.configEntry = configEntry;
        this.opType = opType;
    }

    /** The config's name and value. */
    public ConfigEntry configEntry() {
        return configEntry;
    }

    /** What is done to it. */
    public OpType opType() {
        return opType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlterConfigOp that
                && opType == that.opType
                && Objects.equals(configEntry, that.configEntry);
    }

    @Override
    public int hashCode() {
        return Objects.hash(opType, configEntry);
    }

    @Override
    public String toString() {
        return "AlterConfigOp{opType=" + opType + ", configEntry=" + configEntry + "}";
    }
}
