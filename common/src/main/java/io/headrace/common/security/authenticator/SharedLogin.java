package io.headrace.common.security.authenticator;

import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.auth.Login;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.login.LoginException;

/**
 * A login that clients of this JVM with the same settings have together, so that credentials are asked for, and kept fresh,
 * once. It ends with the last of them.
 *
 * <p>Thread safe. One lock guards which logins there are and how many clients each has, and is never held while anything
 * blocks; a login's own lock is held while it logs in, so that those who want the same one wait for it.
 */
final class SharedLogin {

    private static final ReentrantLock lock = new ReentrantLock();
    private static final Map<LoginKey, SharedLogin> shared = new HashMap<>();

    /** A login that is configured, and what it asks for credentials. */
    record Parts(Login login, AuthenticateCallbackHandler callbacks) {
        void close() {
            try {
                login.close();
            } finally {
                callbacks.close();
            }
        }
    }

    /** Makes and configures the parts of a new login; logs in. */
    interface Opening {
        Parts open() throws LoginException;
    }

    private final LoginKey key;
    private final ReentrantLock opening = new ReentrantLock();

    /** Null until logged in. Guarded by {@link #opening}. */
    private volatile Parts parts;

    /** Guarded by {@link #lock}. */
    private int clients;

    private SharedLogin(LoginKey key) {
        this.key = key;
    }

    /**
     * Takes a share in the login of these settings; logs in if nobody has. Blocks.
     *
     * @throws LoginException if no credentials can be had; whoever comes next tries again
     */
    static SharedLogin take(LoginKey key, Opening opening) throws LoginException {
        SharedLogin login = join(key);
        boolean isOpen = false;
        login.opening.lock();
        try {
            if (login.parts == null) {
                login.parts = opening.open();
            }
            isOpen = true;
            return login;
        } finally {
            login.opening.unlock();
            if (!isOpen) {
                login.giveBack();
            }
        }
    }

    private static SharedLogin join(LoginKey key) {
        lock.lock();
        try {
            SharedLogin login = shared.computeIfAbsent(key, SharedLogin::new);
            login.clients++;
            return login;
        } finally {
            lock.unlock();
        }
    }

    Login login() {
        return parts.login();
    }

    /** Gives the share back, once; closes the login if it was the last. */
    void giveBack() {
        lock.lock();
        try {
            clients--;
            if (clients > 0) {
                return;
            }
            // Who wants the same from now on logs in anew.
            shared.remove(key);
        } finally {
            lock.unlock();
        }
        Parts last = parts;
        if (last != null) {
            last.close();
        }
    }
}
