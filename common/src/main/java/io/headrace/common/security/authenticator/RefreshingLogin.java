package io.headrace.common.security.authenticator;

import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.auth.Login;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.Subject;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in, and again before the credentials end, on a daemon thread of its own. The new credentials are in the subject
 * before the old ones leave it, so connections always find some.
 *
 * <p>When a renewal fails it is tried again after {@link #retryMs()}, until it succeeds or the login is closed: brokers
 * refuse credentials that ended, and say so.
 */
public abstract class RefreshingLogin implements Login {

    /** Never. */
    protected static final long NEVER = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(RefreshingLogin.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private boolean isClosed;

    /** Renews; null for credentials without an end. Guarded by the lock. */
    private Thread renewing;

    private String contextName;
    private Configuration configuration;
    private AuthenticateCallbackHandler callbackHandler;

    /** Owner: whoever calls {@link #login}, then the renewing thread. */
    private LoginContext context;

    private volatile Subject subject;

    @Override
    public void configure(
            Map<String, ?> configs,
            String name,
            Configuration jaasConfiguration,
            AuthenticateCallbackHandler loginCallbackHandler) {
        this.contextName = name;
        this.configuration = jaasConfiguration;
        this.callbackHandler = loginCallbackHandler;
    }

    /**
     * When to renew, in ms since 1970; {@link #NEVER} for credentials without an end.
     *
     * @param lastRefreshMs when the last login was
     */
    protected abstract long refreshAtMs(Subject current, long lastRefreshMs);

    /** How long to wait after a failed renewal, in ms. */
    protected abstract long retryMs();

    /** Called before a renewal. */
    protected void beforeRefresh() throws LoginException {}

    /** Whether the old credentials leave the subject before the new ones enter it, as some login modules need it. */
    protected boolean logsOutFirst() {
        return false;
    }

    @Override
    public LoginContext login() throws LoginException {
        context = newContext(new Subject());
        context.login();
        subject = context.getSubject();
        long nowMs = System.currentTimeMillis();
        if (refreshAtMs(subject, nowMs) != NEVER) {
            Thread thread = new Thread(() -> keepFresh(nowMs), "headrace-login | " + contextName);
            thread.setDaemon(true);
            lock.lock();
            try {
                renewing = thread;
            } finally {
                lock.unlock();
            }
            thread.start();
        }
        return context;
    }

    private LoginContext newContext(Subject into) throws LoginException {
        return new LoginContext(contextName, into, callbackHandler, configuration);
    }

    private void keepFresh(long loggedInMs) {
        long lastMs = loggedInMs;
        long dueMs = refreshAtMs(subject, lastMs);
        while (dueMs != NEVER && sleepUntil(dueMs)) {
            try {
                refresh();
                lastMs = System.currentTimeMillis();
                dueMs = refreshAtMs(subject, lastMs);
            } catch (LoginException | RuntimeException e) {
                dueMs = System.currentTimeMillis() + retryMs();
                log.warn("credentials could not be renewed; trying again in {} ms", retryMs(), e);
            }
        }
    }

    private void refresh() throws LoginException {
        beforeRefresh();
        LoginContext old = context;
        LoginContext renewed = newContext(subject);
        if (logsOutFirst()) {
            old.logout();
            renewed.login();
        } else {
            renewed.login();
            old.logout();
        }
        context = renewed;
        log.debug("credentials were renewed");
    }

    /** False when the login was closed. */
    private boolean sleepUntil(long dueMs) {
        lock.lock();
        try {
            long leftMs = dueMs - System.currentTimeMillis();
            while (!isClosed && leftMs > 0) {
                closing.await(leftMs, TimeUnit.MILLISECONDS);
                leftMs = dueMs - System.currentTimeMillis();
            }
            return !isClosed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            closing.signalAll();
            if (renewing != null) {
                // It may be asking somebody for credentials.
                renewing.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
