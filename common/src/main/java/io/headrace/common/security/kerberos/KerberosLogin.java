package io.headrace.common.security.kerberos;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.JaasContext;
import io.headrace.common.security.JaasUtils;
import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.authenticator.RefreshingLogin;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginException;

/**
 * Logs in to Kerberos by the JDK's login module, and again before the ticket-granting ticket ends. A ticket that came from a
 * ticket cache is renewed there first, by {@code sasl.kerberos.kinit.cmd}.
 */
public class KerberosLogin extends RefreshingLogin {

    private static final long KINIT_SECONDS = 30;

    private String serviceName;
    private String kinitCommand;
    private double windowFactor;
    private double jitter;
    private long leastBetweenMs;
    private boolean usesTicketCache;

    @Override
    public void configure(
            Map<String, ?> configs,
            String contextName,
            Configuration configuration,
            AuthenticateCallbackHandler loginCallbackHandler) {
        super.configure(configs, contextName, configuration, loginCallbackHandler);
        List<AppConfigurationEntry> entries = List.of(configuration.getAppConfigurationEntry(contextName));
        windowFactor = (Double) configs.get(SaslConfigs.SASL_KERBEROS_TICKET_RENEW_WINDOW_FACTOR);
        jitter = (Double) configs.get(SaslConfigs.SASL_KERBEROS_TICKET_RENEW_JITTER);
        leastBetweenMs = (Long) configs.get(SaslConfigs.SASL_KERBEROS_MIN_TIME_BEFORE_RELOGIN);
        kinitCommand = (String) configs.get(SaslConfigs.SASL_KERBEROS_KINIT_CMD);
        serviceName = serviceName(configs, entries);
        usesTicketCache = "true".equalsIgnoreCase(JaasContext.configEntryOption(entries, "useTicketCache", null));
    }

    private static String serviceName(Map<String, ?> configs, List<AppConfigurationEntry> entries) {
        String ofEntry = JaasContext.configEntryOption(entries, JaasUtils.SERVICE_NAME, null);
        String ofSettings = (String) configs.get(SaslConfigs.SASL_KERBEROS_SERVICE_NAME);
        if (ofEntry != null && ofSettings != null && !ofEntry.equals(ofSettings)) {
            throw new ConfigException(
                    SaslConfigs.SASL_KERBEROS_SERVICE_NAME,
                    ofSettings,
                    "the login module's option " + JaasUtils.SERVICE_NAME + " says " + ofEntry);
        }
        String found = ofEntry == null ? ofSettings : ofEntry;
        if (found == null) {
            throw new ConfigException(SaslConfigs.SASL_KERBEROS_SERVICE_NAME
                    + " has to be set, or the login module's option " + JaasUtils.SERVICE_NAME);
        }
        return found;
    }

    @Override
    public String serviceName() {
        return serviceName;
    }

    @Override
    protected long refreshAtMs(Subject current, long lastRefreshMs) {
        KerberosTicket ticket = grantingTicket(current);
        if (ticket == null) {
            return NEVER;
        }
        long startMs = (ticket.getStartTime() == null ? ticket.getAuthTime() : ticket.getStartTime())
                .toInstant()
                .toEpochMilli();
        long endMs = ticket.getEndTime().toInstant().toEpochMilli();
        double part = windowFactor + jitter * ThreadLocalRandom.current().nextDouble();
        return Math.max(startMs + (long) ((endMs - startMs) * part), lastRefreshMs + leastBetweenMs);
    }

    private static KerberosTicket grantingTicket(Subject current) {
        for (KerberosTicket ticket : current.getPrivateCredentials(KerberosTicket.class)) {
            KerberosPrincipal server = ticket.getServer();
            if (server.getName().equals("krbtgt/" + server.getRealm() + "@" + server.getRealm())) {
                return ticket;
            }
        }
        return null;
    }

    @Override
    protected long retryMs() {
        return leastBetweenMs;
    }

    /** A ticket stays in the subject beside the new one otherwise, and the JDK picks either. */
    @Override
    protected boolean logsOutFirst() {
        return true;
    }

    @Override
    protected void beforeRefresh() throws LoginException {
        if (!usesTicketCache) {
            return;
        }
        try {
            Process kinit = new ProcessBuilder(kinitCommand, "-R")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kinit.waitFor(KINIT_SECONDS, TimeUnit.SECONDS)) {
                kinit.destroyForcibly();
                throw new LoginException(kinitCommand + " -R did not end within " + KINIT_SECONDS + " s");
            }
            if (kinit.exitValue() != 0) {
                throw new LoginException(kinitCommand + " -R ended with " + kinit.exitValue());
            }
        } catch (IOException e) {
            LoginException failure = new LoginException(kinitCommand + " -R cannot be run: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoginException("interrupted while " + kinitCommand + " -R ran");
        }
    }
}
