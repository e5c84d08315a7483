package io.headrace.common.security.auth;

import java.util.Objects;
import javax.security.auth.callback.Callback;

/** Asks for the extensions that a client sends along with its credentials; none unless a handler says otherwise. */
public class SaslExtensionsCallback implements Callback {

    private SaslExtensions extensions = SaslExtensions.empty();

    /** The answer; never null. */
    public SaslExtensions extensions() {
        return extensions;
    }

    /** Answers. */
    public void extensions(SaslExtensions answer) {
        this.extensions = Objects.requireNonNull(answer, "extensions");
    }
}
