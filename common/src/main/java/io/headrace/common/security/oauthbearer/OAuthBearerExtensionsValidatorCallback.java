package io.headrace.common.security.oauthbearer;

import io.headrace.common.security.auth.SaslExtensions;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;

/** Asks, on a broker, which of the extensions that came with a token are valid (KIP-342). */
public class OAuthBearerExtensionsValidatorCallback implements Callback {

    private final OAuthBearerToken token;
    private final SaslExtensions inputExtensions;
    private final Map<String, String> validated = new HashMap<>();
    private final Map<String, String> invalid = new HashMap<>();

    public OAuthBearerExtensionsValidatorCallback(OAuthBearerToken token, SaslExtensions extensions) {
        this.token = Objects.requireNonNull(token, "token");
        this.inputExtensions = Objects.requireNonNull(extensions, "extensions");
    }

    /** The token that they came with. */
    public OAuthBearerToken token() {
        return token;
    }

    /** What came. */
    public SaslExtensions inputExtensions() {
        return inputExtensions;
    }

    /** Those that are valid, with their values. */
    public Map<String, String> validatedExtensions() {
        return Collections.unmodifiableMap(validated);
    }

    /** Those that are not, with the reasons. */
    public Map<String, String> invalidExtensions() {
        return Collections.unmodifiableMap(invalid);
    }

    /** Those of which nothing was said, with their values. */
    public Map<String, String> ignoredExtensions() {
        Map<String, String> ignored = new HashMap<>(inputExtensions.map());
        ignored.keySet().removeAll(validated.keySet());
        ignored.keySet().removeAll(invalid.keySet());
        return Collections.unmodifiableMap(ignored);
    }

    /**
     * Answers that one is valid.
     *
     * @throws IllegalArgumentException if no such extension came
     */
    public void valid(String extensionName) {
        String value = inputExtensions.map().get(extensionName);
        if (value == null) {
            throw new IllegalArgumentException("there is no extension " + extensionName);
        }
        validated.put(extensionName, value);
    }

    /**
     * Answers that one is not valid.
     *
     * @throws IllegalArgumentException if a text is empty
     */
    public void error(String invalidExtensionName, String errorMessage) {
        if (invalidExtensionName == null || invalidExtensionName.isEmpty()) {
            throw new IllegalArgumentException("an error needs the name of an extension");
        }
        if (errorMessage == null || errorMessage.isEmpty()) {
            throw new IllegalArgumentException("an error needs a reason");
        }
        invalid.put(invalidExtensionName, errorMessage);
    }
}
