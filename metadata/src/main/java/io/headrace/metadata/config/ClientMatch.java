package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which clients a metrics subscription asks: all of some attributes must match. Immutable. */
public final class ClientMatch {
    public static final String CLIENT_INSTANCE_ID = "client_instance_id";
    public static final String CLIENT_ID = "client_id";
    public static final String CLIENT_SOFTWARE_NAME = "client_software_name";
    public static final String CLIENT_SOFTWARE_VERSION = "client_software_version";
    public static final String CLIENT_SOURCE_ADDRESS = "client_source_address";
    public static final String CLIENT_SOURCE_PORT = "client_source_port";

    static final List<String> ATTRIBUTES = List.of(
            CLIENT_INSTANCE_ID,
            CLIENT_ID,
            CLIENT_SOFTWARE_NAME,
            CLIENT_SOFTWARE_VERSION,
            CLIENT_SOURCE_ADDRESS,
            CLIENT_SOURCE_PORT);

    private final Map<String, Pattern> patterns;

    private ClientMatch(Map<String, Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Reads {@code attribute=pattern,attribute=pattern}; nothing matches every client.
     *
     * @throws ConfigException naming the part that is not written so
     */
    public static ClientMatch parse(String text) {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        for (Object part : (List<?>) ConfigDef.parseType(ClientMetricsKeys.MATCH, text, ConfigDef.Type.LIST)) {
            String pair = part.toString();
            int equals = pair.indexOf('=');
            String attribute = equals < 0 ? "" : pair.substring(0, equals).trim();
            if (!ATTRIBUTES.contains(attribute)) {
                throw new ConfigException(
                        ClientMetricsKeys.MATCH,
                        text,
                        "'" + pair + "' is not attribute=pattern with one of the attributes " + ATTRIBUTES);
            }
            try {
                patterns.put(
                        attribute, Pattern.compile(pair.substring(equals + 1).trim()));
            } catch (PatternSyntaxException e) {
                throw new ConfigException(
                        ClientMetricsKeys.MATCH,
                        text,
                        "'" + pair + "' holds no regular expression: " + e.getDescription());
            }
        }
        return new ClientMatch(Map.copyOf(patterns));
    }

    /** Whether a client with these attributes is asked. */
    public boolean matches(Map<String, String> attributes) {
        for (Map.Entry<String, Pattern> wanted : patterns.entrySet()) {
            String value = attributes.get(wanted.getKey());
            if (value == null || !wanted.getValue().matcher(value).matches()) {
                return false;
            }
        }
        return true;
    }
}
