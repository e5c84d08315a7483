package io.headrace.broker.replica;

import io.headrace.broker.loop.Loop;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells readers that have read up to the end that there is more. A reader enlists once, is told once, and enlists again
 * when it has caught up; so an append costs one look at a counter when nobody waits.
 *
 * <p>Thread safe: the list is guarded by this object's monitor, which is held for a few instructions only. {@link
 * #raise()} is called by the partition's loop after it has published the new state; {@link #enlist} and {@link #leave} by
 * the loops of the readers.
 */
public final class DataSignal {

    /** A reader of one partition. Its links are guarded by the monitor of that partition's signal. */
    public abstract static class Reader {
        private final Loop loop;
        private Reader previous;
        private Reader next;
        private boolean enlisted;

        /** A reader that lives on {@code loop}. */
        protected Reader(Loop loop) {
            this.loop = loop;
        }

        /** There is something new. Called on the reader's loop; the reader is not enlisted any more. */
        protected abstract void onData();
    }

    private Reader first;

    /** Changed under the monitor; read without it by the loop that raises. */
    private volatile boolean anyone;

    /**
     * Enlists a reader; nothing happens when it is enlisted already. The caller looks at the partition once more
     * afterwards: what was published before may not be told.
     */
    public synchronized void enlist(Reader reader) {
        if (reader.enlisted) {
            return;
        }
        reader.enlisted = true;
        reader.previous = null;
        reader.next = first;
        if (first != null) {
            first.previous = reader;
        }
        first = reader;
        anyone = true;
    }

    /** Takes a reader out; nothing happens when it is not enlisted. It may still be told what was under way. */
    public synchronized void leave(Reader reader) {
        if (!reader.enlisted) {
            return;
        }
        if (reader.previous == null) {
            first = reader.next;
        } else {
            reader.previous.next = reader.next;
        }
        if (reader.next != null) {
            reader.next.previous = reader.previous;
        }
        reader.enlisted = false;
        reader.previous = null;
        reader.next = null;
        anyone = first != null;
    }

    /** Tells all readers that are enlisted, and empties the list. */
    public void raise() {
        if (anyone) {
            for (Reader reader : takeAll()) {
                reader.loop.offer(reader::onData);
            }
        }
    }

    private synchronized List<Reader> takeAll() {
        List<Reader> all = new ArrayList<>();
        Reader each = first;
        while (each != null) {
            Reader following = each.next;
            each.enlisted = false;
            each.previous = null;
            each.next = null;
            all.add(each);
            each = following;
        }
        first = null;
        anyone = false;
        return all;
    }
}
