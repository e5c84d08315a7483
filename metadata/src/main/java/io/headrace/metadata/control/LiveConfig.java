package io.headrace.metadata.control;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ImageChange;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's settings with what was changed at run time, as of the newest change that was carried out.
 *
 * <p>{@link #apply} is called by the controller's executor alone; everything else may be called by any thread.
 */
public final class LiveConfig {
    private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);

    private final BrokerConfig atStart;
    private final List<Consumer<BrokerConfig>> listeners = new CopyOnWriteArrayList<>();
    private volatile BrokerConfig current;

    /** The settings that the broker was started with, as long as nothing is changed. */
    public LiveConfig(BrokerConfig atStart) {
        this.atStart = atStart;
        this.current = atStart;
    }

    /** What counts now. */
    public BrokerConfig current() {
        return current;
    }

    /** Has {@code listener} told of every change from now on, on the controller's executor; it must not block. */
    public void onChange(Consumer<BrokerConfig> listener) {
        listeners.add(listener);
    }

    /** Takes the broker settings of a new image. */
    public void apply(ImageChange change) {
        if (change.configsChanged().stream().noneMatch(each -> each.type() == ConfigResource.Type.BROKER)) {
            return;
        }
        try {
            current = atStart.at(change.after());
        } catch (ConfigException e) {
            // Each was checked when it was set; one of them does not go with what the broker was now started with.
            log.warn("settings that were changed at run time are left out: they do not fit the others", e);
            current = atStart;
        }
        BrokerConfig now = current;
        listeners.forEach(listener -> listener.accept(now));
    }
}
