package io.headrace.common.config;

/** Settings of security that belong neither to TLS nor to SASL. */
public class SecurityConfig {

    /** {@code security.providers}. */
    public static final String SECURITY_PROVIDERS_CONFIG = "security.providers";

    /** What {@code security.providers} means. */
    public static final String SECURITY_PROVIDERS_DOC =
            "Classes, separated by commas, that implement SecurityProviderCreator: the security providers that they make "
                    + "are put in front of the JVM's own.";
}
