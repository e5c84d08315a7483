package io.headrace.common.security.auth;

/** Says who is at the other end of a connection. Thread safe. */
public interface KafkaPrincipalBuilder extends KafkaPrincipalSerde {

    /** Who it is; never null. */
    KafkaPrincipal build(AuthenticationContext context);
}
