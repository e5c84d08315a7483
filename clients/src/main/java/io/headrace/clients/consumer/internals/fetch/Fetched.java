package io.headrace.clients.consumer.internals.fetch;

import io.netty.buffer.ByteBuf;

/**
 * Something about a partition on its way to the polling thread, in the order in which it happened. Stale, and dropped, when
 * the partition has moved on to another generation.
 */
sealed interface Fetched {

    /** The partition it is about. */
    Cursor cursor();

    /** The generation it belongs to. */
    int generation();

    /** A reset found where to go on. */
    record PositionFound(Cursor cursor, int generation, long offset, int leaderEpoch) implements Fetched {}

    /** The partition cannot go on; the application is told, then it is started again at its position. */
    record PartitionFailed(Cursor cursor, int generation, RuntimeException failure) implements Fetched {}

    /**
     * Batches as they came, a retained slice of a response. The one who takes it from the queue gives it back by
     * {@link FetchQueue#finish}, which releases the slice.
     */
    final class Chunk implements Fetched {

        private final Cursor cursor;
        private final int generation;
        private final long nextOffset;
        private final AbortedTransactions aborted;
        private final int size;
        private final int recordCount;
        private ByteBuf records;

        /** Index of the first batch that is not read to its end. Owner: the polling thread. */
        private int readIndex;

        private boolean isDetached;

        /** Whether it counts as set aside. Owner: the queue's lock. */
        private boolean isAside;

        /**
         * @param nextOffset behind the last batch
         * @param records whole batches; taken over
         * @param recordCount how many records the batches say they have
         * @param aborted the aborted transactions among them
         */
        Chunk(
                Cursor cursor,
                int generation,
                long nextOffset,
                ByteBuf records,
                int recordCount,
                AbortedTransactions aborted) {
            this.cursor = cursor;
            this.generation = generation;
            this.nextOffset = nextOffset;
            this.records = records;
            this.size = records.readableBytes();
            this.recordCount = recordCount;
            this.aborted = aborted;
            this.readIndex = records.readerIndex();
        }

        @Override
        public Cursor cursor() {
            return cursor;
        }

        @Override
        public int generation() {
            return generation;
        }

        long nextOffset() {
            return nextOffset;
        }

        AbortedTransactions aborted() {
            return aborted;
        }

        int size() {
            return size;
        }

        int recordCount() {
            return recordCount;
        }

        /** The batches; borrowed. */
        ByteBuf records() {
            return records;
        }

        int readIndex() {
            return readIndex;
        }

        void readIndex(int index) {
            readIndex = index;
        }

        int unreadBytes() {
            return records.writerIndex() - readIndex;
        }

        /**
         * Moves what is not read yet into memory of its own, so that it does not keep the whole response alive: for a
         * partition that may stay paused for long. Where there is no memory for that, it stays where it is.
         */
        void detach() {
            if (isDetached) {
                return;
            }
            ByteBuf own;
            try {
                own = records.alloc().buffer(unreadBytes());
            } catch (OutOfMemoryError e) {
                return;
            }
            own.writeBytes(records, readIndex, unreadBytes());
            records.release();
            records = own;
            readIndex = 0;
            isDetached = true;
        }

        boolean isAside() {
            return isAside;
        }

        void isAside(boolean aside) {
            isAside = aside;
        }

        void release() {
            records.release();
        }

        @Override
        public String toString() {
            return "Chunk(" + cursor.partition + ", " + size + " bytes up to offset " + nextOffset + ")";
        }
    }
}
