package io.headrace.clients.admin;

/**
 * What all options of admin operations have in common. Not thread safe; read once when the operation starts.
 *
 * @param <T> the options' own type
 */
public abstract class AbstractOptions<T extends AbstractOptions<T>> {

    /** How long the operation may take, in milliseconds; null for {@code default.api.timeout.ms}. */
    protected Integer timeoutMs;

    /** Options with the default timeout. */
    public AbstractOptions() {}

    /**
     * Sets how long the operation may take.
     *
     * @param timeoutMs milliseconds; null for {@code default.api.timeout.ms}
     * @return this object
     */
    @SuppressWarnings("unchecked")
    public T timeoutMs(Integer timeoutMs) {
        this.timeoutMs = timeoutMs;
        return (T) this;
    }

    /** How long the operation may take, in milliseconds; null for {@code default.api.timeout.ms}. */
    public Integer timeoutMs() {
        return timeoutMs;
    }
}
