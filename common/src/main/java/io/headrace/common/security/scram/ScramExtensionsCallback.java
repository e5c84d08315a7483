package io.headrace.common.security.scram;

import java.util.Map;
import javax.security.auth.callback.Callback;

/** Asks for the extensions that a client sends with its first message; none unless a handler says otherwise. */
public class ScramExtensionsCallback implements Callback {

    private Map<String, String> extensions = Map.of();

    /** The answer, by name; never null. */
    public Map<String, String> extensions() {
        return extensions;
    }

    /** Answers. */
    public void extensions(Map<String, String> answer) {
        this.extensions = answer;
    }
}
