package io.headrace.broker.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The loops of one broker. Their threads start with the first command each of them gets.
 *
 * <p>Thread safe; owned by the broker, which ends them last.
 */
public final class Loops {

    private final MultiThreadIoEventLoopGroup group;
    private final List<Loop> loops;

    /**
     * Makes the loops.
     *
     * @param count how many
     * @param namePrefix how their threads are called, followed by a number
     */
    public Loops(int count, String namePrefix) {
        this.group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory(namePrefix, false), NioIoHandler.newFactory());
        List<Loop> all = new ArrayList<>(count);
        for (EventExecutor executor : group) {
            all.add(new Loop((EventLoop) executor, all.size()));
        }
        this.loops = List.copyOf(all);
    }

    /** Netty's side of the loops, for the listening socket. */
    public MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /** How many there are. */
    public int size() {
        return loops.size();
    }

    /** The loop with a number from 0 to {@code size() - 1}. */
    public Loop get(int index) {
        return loops.get(index);
    }

    /** All loops, by number. */
    public List<Loop> all() {
        return loops;
    }

    /** The loop that the calling thread is, or null when it is none of these. */
    public Loop here() {
        for (Loop loop : loops) {
            if (loop.isHere()) {
                return loop;
            }
        }
        return null;
    }

    /**
     * Ends the threads after the commands that they have got, and waits for that.
     *
     * @return whether they ended in time
     */
    public boolean close(long timeoutMs) {
        return group.shutdownGracefully(0, timeoutMs, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
