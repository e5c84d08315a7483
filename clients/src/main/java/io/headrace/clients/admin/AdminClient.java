package io.headrace.clients.admin;

import java.util.Map;
import java.util.Properties;

/** The older name of {@link Admin}, for code that was written for it. */
public abstract class AdminClient implements Admin {

    /** For subclasses. */
    public AdminClient() {}

    /**
     * A new client.
     *
     * @param props settings by name, see {@link AdminClientConfig}
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     */
    public static AdminClient create(Properties props) {
        return (AdminClient) Admin.create(props);
    }

    /**
     * A new client.
     *
     * @param conf settings by name, see {@link AdminClientConfig}
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     */
    public static AdminClient create(Map<String, Object> conf) {
        return (AdminClient) Admin.create(conf);
    }
}
