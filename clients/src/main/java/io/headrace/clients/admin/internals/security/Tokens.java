package io.headrace.clients.admin.internals.security;

import io.headrace.clients.internals.calls.Answers;
import io.headrace.common.protocol.Errors;
import io.headrace.common.security.auth.KafkaPrincipal;

/** How delegation tokens and their errors stand on the wire. Stateless. */
final class Tokens {

    private Tokens() {}

    /** A principal; the other one when the broker is too old to tell this one. */
    static KafkaPrincipal principal(String type, String name, KafkaPrincipal otherwise) {
        return type.isEmpty() && name.isEmpty() ? otherwise : new KafkaPrincipal(type, name);
    }

    /** An item has failed: for now when the controller moved, else for good. */
    static <K> void failed(K item, Errors error, Answers<K, ?> answers) {
        if (error == Errors.NOT_CONTROLLER) {
            answers.retry(item, error.exception());
        } else {
            answers.fail(item, error.exception());
        }
    }
}
