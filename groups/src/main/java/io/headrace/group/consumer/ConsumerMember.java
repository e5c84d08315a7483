package io.headrace.group.consumer;

/**
 * A member of a consumer group. Immutable.
 *
 * @param id the member id
 * @param metadata what it says of itself
 * @param current what it has
 */
record ConsumerMember(String id, MemberMetadata metadata, CurrentAssignment current) {

    /** A member nobody has heard of before. */
    static ConsumerMember made(String id) {
        return new ConsumerMember(id, MemberMetadata.NONE, CurrentAssignment.NONE);
    }

    ConsumerMember with(MemberMetadata newMetadata) {
        return new ConsumerMember(id, newMetadata, current);
    }

    ConsumerMember with(CurrentAssignment newCurrent) {
        return new ConsumerMember(id, metadata, newCurrent);
    }

    int epoch() {
        return current.epoch();
    }

    boolean isClassic() {
        return metadata.isClassic();
    }
}
