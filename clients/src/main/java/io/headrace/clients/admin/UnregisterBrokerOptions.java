package io.headrace.clients.admin;

/** Options of {@link Admin#unregisterBroker(int, UnregisterBrokerOptions)}. */
public class UnregisterBrokerOptions extends AbstractOptions<UnregisterBrokerOptions> {

    /** With the default timeout. */
    public UnregisterBrokerOptions() {}
}
