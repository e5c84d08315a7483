package io.headrace.common.security.auth;

import io.headrace.common.errors.SerializationException;

/** Writes principals to bytes and back, so that one broker can tell another for whom a request is (KIP-590). */
public interface KafkaPrincipalSerde {

    /**
     * As bytes.
     *
     * @throws SerializationException if it cannot be written
     */
    byte[] serialize(KafkaPrincipal principal) throws SerializationException;

    /**
     * From bytes.
     *
     * @throws SerializationException if they are no principal
     */
    KafkaPrincipal deserialize(byte[] bytes) throws SerializationException;
}
