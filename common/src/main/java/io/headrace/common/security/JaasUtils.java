package io.headrace.common.security;

/** Names around JAAS. */
public final class JaasUtils {

    /** The system property that names the JVM's JAAS file. */
    public static final String JAVA_LOGIN_CONFIG_PARAM = "java.security.auth.login.config";

    /** The system property that lists login modules that must not be used; overridden by the list of allowed ones. */
    public static final String DISALLOWED_LOGIN_MODULES_CONFIG = "org.apache.kafka.disallowed.login.modules";

    /** The system property that lists the only login modules that may be used. */
    public static final String ALLOWED_LOGIN_MODULES_CONFIG = "org.apache.kafka.allowed.login.modules";

    /** What is not allowed by default: modules that would have this JVM talk to servers of a stranger's choice. */
    public static final String DISALLOWED_LOGIN_MODULES_DEFAULT =
            "com.sun.security.auth.module.JndiLoginModule,com.sun.security.auth.module.LdapLoginModule";

    /** The option of a login module that holds the first part of the brokers' Kerberos principal. */
    public static final String SERVICE_NAME = "serviceName";

    private JaasUtils() {}
}
