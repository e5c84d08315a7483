package io.headrace.clients.admin;

import java.util.Objects;

/** What level a feature is to have (KIP-584). Immutable. */
public class FeatureUpdate {

    private final short maxVersionLevel;
    private final UpgradeType upgradeType;

    /**
     * @param maxVersionLevel the highest level that is to be in force; 0 takes the feature away
     * @param upgradeType whether it may become lower
     * @throws IllegalArgumentException when the level is negative, or 0 for an upgrade
     */
    public FeatureUpdate(short maxVersionLevel, UpgradeType upgradeType) {
        if (maxVersionLevel == 0 && upgradeType == UpgradeType.UPGRADE) {
            throw new IllegalArgumentException(
                    "A feature is taken away by level 0: the upgrade type must then be SAFE_DOWNGRADE or UNSAFE_DOWNGRADE");
        }
        if (maxVersionLevel < 0) {
            throw new IllegalArgumentException(
                    "The level of a feature cannot be negative, as " + maxVersionLevel + " is");
        }
        this.maxVersionLevel = maxVersionLevel;
        this.upgradeType = upgradeType;
    }

    /** The highest level that is to be in force; 0 takes the feature away. */
    public short maxVersionLevel() {
        return maxVersionLevel;
    }

    /** Whether it may become lower. */
    public UpgradeType upgradeType() {
        return upgradeType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureUpdate that
                && maxVersionLevel == that.maxVersionLevel
                && upgradeType == that.upgradeType;
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxVersionLevel, upgradeType);
    }

    @Override
    public String toString() {
        return "FeatureUpdate(maxVersionLevel=" + maxVersionLevel + ", upgradeType=" + upgradeType + ")";
    }

    /** Which way a level may go. */
    public enum UpgradeType {
        /** One that this version does not know. */
        UNKNOWN(0),
        /** Up only. */
        UPGRADE(1),
        /** Up, or down where no metadata is lost by that. */
        SAFE_DOWNGRADE(2),
        /** Up or down, whatever is lost. */
        UNSAFE_DOWNGRADE(3);

        private final byte code;

        UpgradeType(int code) {
            this.code = (byte) code;
        }

        /** The number on the wire. */
        public byte code() {
            return code;
        }

        /** The type of that number on the wire; {@link #UNKNOWN} if there is none. */
        public static UpgradeType fromCode(int code) {
            for (UpgradeType type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }
}
