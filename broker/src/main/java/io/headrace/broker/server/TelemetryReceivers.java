package io.headrace.broker.server;

import io.headrace.broker.telemetry.TelemetryReceiver;

/** Makes the receiver of clients' metrics that the settings name. */
final class TelemetryReceivers {

    private TelemetryReceivers() {}

    /**
     * A receiver of that class; without a class, one that does nothing: what clients push is counted all the same.
     *
     * @throws BrokerStartException when there is no such class, or it is none
     */
    static TelemetryReceiver of(String className) {
        if (className.isEmpty()) {
            return (id, client, metrics, terminating) -> {};
        }
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            ClassLoader loader = context == null ? TelemetryReceivers.class.getClassLoader() : context;
            return (TelemetryReceiver)
                    loader.loadClass(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new BrokerStartException("telemetry.receiver " + className + " cannot be used: " + e, e);
        }
    }
}
