package io.headrace.clients.admin;

import io.headrace.common.security.auth.KafkaPrincipal;
import java.util.List;
import java.util.Optional;

/** Options of {@link Admin#createDelegationToken(CreateDelegationTokenOptions)}. */
public class CreateDelegationTokenOptions extends AbstractOptions<CreateDelegationTokenOptions> {

    private List<KafkaPrincipal> renewers = List.of();
    private KafkaPrincipal owner;
    private long maxLifetimeMs = -1;

    /** For the client's own user, as long as the broker allows. */
    public CreateDelegationTokenOptions() {}

    /**
     * Sets what {@code renewers} says.
     *
     * @param renewers who may renew the token, beside its owner
     * @return this object
     */
    public CreateDelegationTokenOptions renewers(List<KafkaPrincipal> renewers) {
        this.renewers = renewers;
        return this;
    }

    /** Who may renew the token, beside its owner. */
    public List<KafkaPrincipal> renewers() {
        return renewers;
    }

    /**
     * Asks for a token of somebody else, as far as the broker lets this client (KIP-373); needs a broker from
     * CreateDelegationToken version 3 on.
     *
     * @param owner who is authenticated by the token; null for the client's own user
     * @return this object
     */
    public CreateDelegationTokenOptions owner(KafkaPrincipal owner) {
        this.owner = owner;
        return this;
    }

    /** Who is authenticated by the token; empty for the client's own user. */
    public Optional<KafkaPrincipal> owner() {
        return Optional.ofNullable(owner);
    }

    /** See {@link #maxLifetimeMs(long)}. */
    @Deprecated
    public CreateDelegationTokenOptions maxlifeTimeMs(long maxLifetimeMs) {
        this.maxLifetimeMs = maxLifetimeMs;
        return this;
    }

    /**
     * Sets how long the token can be renewed for.
     *
     * @param maxLifetimeMs milliseconds from now on; -1 for as long as the broker allows
     * @return this object
     */
    public CreateDelegationTokenOptions maxLifetimeMs(long maxLifetimeMs) {
        this.maxLifetimeMs = maxLifetimeMs;
        return this;
    }

    /** See {@link #maxLifetimeMs()}. */
    @Deprecated
    public long maxlifeTimeMs() {
        return maxLifetimeMs;
    }

    /** How long the token can be renewed for, in milliseconds; -1 for as long as the broker allows. */
    public long maxLifetimeMs() {
        return maxLifetimeMs;
    }
}
