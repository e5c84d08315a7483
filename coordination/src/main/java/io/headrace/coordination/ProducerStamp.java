package io.headrace.coordination;

/**
 * On whose behalf records are appended: a transactional producer, whose transaction they are then part of, or nobody.
 *
 * @param producerId the producer, or -1
 * @param producerEpoch its epoch, or -1
 */
public record ProducerStamp(long producerId, short producerEpoch) {

    /** Records of the coordinator itself. */
    public static final ProducerStamp NONE = new ProducerStamp(-1, (short) -1);

    /** Whether the records are part of a transaction. */
    public boolean isTransactional() {
        return producerId >= 0;
    }
}
