package io.headrace.transport;

/** How a client says who it is on its connections. Thread safe: serves all connections of a client. */
public interface ConnectionAuthentication {

    /** It does not. */
    ConnectionAuthentication NONE = connection -> new Session() {
        @Override
        public void start() {
            connection.authenticated();
        }

        @Override
        public boolean isDueAgain() {
            return false;
        }

        @Override
        public void end() {
            // Nothing was begun.
        }
    };

    /** What becomes of it on one connection. Owner: the connection's loop. */
    interface Session {

        /** Starts to authenticate; ends in {@link ClientConnection#authenticated} or {@link ClientConnection#fail}. */
        void start();

        /** Whether what the broker granted comes to its end soon, so that {@link #start} is due again (KIP-368). */
        boolean isDueAgain();

        /** The connection is gone. */
        void end();
    }

    /** For a new connection. */
    Session on(ClientConnection connection);
}
