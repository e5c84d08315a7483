package io.headrace.record.compress;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A few idle native contexts of one kind, for whichever thread needs one next. Not per thread: applications bring their
 * own threads, and what hangs on one that dies is never freed.
 *
 * <p>Lock free. A context is either in here or with one caller. What comes back to a full pool is freed.
 */
final class ContextPool<T> {

    private final Supplier<T> create;
    private final Consumer<T> free;
    private final AtomicReferenceArray<T> idle;

    ContextPool(Supplier<T> create, Consumer<T> free) {
        this.create = create;
        this.free = free;
        this.idle = new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());
    }

    /** A context that is the caller's alone until {@link #giveBack} or {@link #discard}. */
    T take() {
        for (int i = 0; i < idle.length(); i++) {
            if (idle.getPlain(i) != null) {
                T context = idle.getAndSet(i, null);
                if (context != null) {
                    return context;
                }
            }
        }
        return create.get();
    }

    /** Returns a context that is ready for its next use. */
    void giveBack(T context) {
        for (int i = 0; i < idle.length(); i++) {
            if (idle.getPlain(i) == null && idle.compareAndSet(i, null, context)) {
                return;
            }
        }
        free.accept(context);
    }

    /** Frees a context whose state is unknown after an error. */
    void discard(T context) {
        free.accept(context);
    }
}
