package io.headrace.clients.producer.internals;

import java.util.ArrayList;
import java.util.List;

/**
 * The next time at which each partition has to be looked at: a binary heap in which every lane knows its place, so that its
 * time can be changed without leaving the old one behind. A lane for which nothing waits is not in it.
 *
 * <p>Owner: the client's loop.
 */
final class LaneTimers {

    private final List<PartitionLane> heap = new ArrayList<>();

    /** Sets a lane's time; {@link PartitionLane#NEVER} takes it out. */
    void set(PartitionLane lane, long timeNs) {
        if (timeNs == PartitionLane.NEVER) {
            remove(lane);
            return;
        }
        lane.timerNs(timeNs);
        if (lane.timerIndex() < 0) {
            heap.add(lane);
            lane.timerIndex(heap.size() - 1);
            up(heap.size() - 1);
        } else {
            up(lane.timerIndex());
            down(lane.timerIndex());
        }
    }

    /** The lane whose time comes first, or null. */
    PartitionLane first() {
        return heap.isEmpty() ? null : heap.get(0);
    }

    /** All lanes that have a time, in no order. */
    List<PartitionLane> all() {
        return List.copyOf(heap);
    }

    void remove(PartitionLane lane) {
        int at = lane.timerIndex();
        if (at < 0) {
            return;
        }
        lane.timerIndex(-1);
        PartitionLane last = heap.remove(heap.size() - 1);
        if (last != lane) {
            place(last, at);
            up(at);
            down(last.timerIndex());
        }
    }

    private void up(int from) {
        int at = from;
        PartitionLane lane = heap.get(at);
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (!isBefore(lane, heap.get(parent))) {
                break;
            }
            place(heap.get(parent), at);
            at = parent;
        }
        place(lane, at);
    }

    private void down(int from) {
        int at = from;
        PartitionLane lane = heap.get(at);
        while (true) {
            int child = 2 * at + 1;
            if (child >= heap.size()) {
                break;
            }
            if (child + 1 < heap.size() && isBefore(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            if (!isBefore(heap.get(child), lane)) {
                break;
            }
            place(heap.get(child), at);
            at = child;
        }
        place(lane, at);
    }

    private void place(PartitionLane lane, int at) {
        heap.set(at, lane);
        lane.timerIndex(at);
    }

    private static boolean isBefore(PartitionLane lane, PartitionLane other) {
        return lane.timerNs() - other.timerNs() < 0;
    }
}
