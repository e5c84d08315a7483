package io.headrace.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Makes sure that somebody listens at one of some addresses, so that a wrong one is told at once and by name instead of by
 * a client's timeout. All are tried at the same time, each on a thread of its own: looking up a name can't be cut short.
 */
final class Reach {
    private Reach() {}

    /** An address as it is written, and in its parts. */
    private record Target(String written, String host, int port) {
        static Target of(String written) {
            int colon = written.lastIndexOf(':');
            int port = colon < 0 ? -1 : port(written.substring(colon + 1));
            if (colon < 1 || port < 1) {
                throw CommandFailure.misuse("'" + written + "' is no broker's address: it is written host:port, with a"
                        + " port from 1 to 65535");
            }
            String host = written.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return new Target(written, bracketed ? host.substring(1, host.length() - 1) : host, port);
        }

        private static int port(String text) {
            try {
                int port = Integer.parseInt(text);
                return port <= 65535 ? port : -1;
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        /** Why nobody can be reached there; empty when somebody listens. */
        String refusal(Duration within) {
            InetSocketAddress target = new InetSocketAddress(host, port);
            if (target.isUnresolved()) {
                return "unknown host";
            }
            try (Socket socket = new Socket()) {
                socket.connect(target, Math.toIntExact(within.toMillis()));
                return "";
            } catch (ConnectException e) {
                return "connection refused";
            } catch (SocketTimeoutException e) {
                return silence(within);
            } catch (IOException e) {
                return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
        }
    }

    private record Answer(int index, String refusal) {}

    /**
     * Returns as soon as one address takes a connection.
     *
     * @param servers addresses, separated by commas
     * @param within when to give up
     * @throws CommandFailure naming every address that was tried, and why it did not do
     */
    static void require(String servers, Duration within) {
        List<Target> targets = new ArrayList<>();
        for (String server : servers.split(",", -1)) {
            targets.add(Target.of(server.trim()));
        }
        String[] refusals = refusals(targets, within);
        if (refusals == null) {
            return;
        }
        List<String> tried = new ArrayList<>();
        for (int i = 0; i < refusals.length; i++) {
            tried.add(targets.get(i).written() + " (" + (refusals[i] == null ? silence(within) : refusals[i]) + ")");
        }
        throw CommandFailure.failed("no broker can be reached: tried " + String.join(", ", tried)
                + "; --bootstrap-server says which to ask");
    }

    /** Why each did not do, null where nothing was heard; or null when one did. */
    private static String[] refusals(List<Target> targets, Duration within) {
        long deadlineNs = System.nanoTime() + within.toNanos();
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < targets.size(); i++) {
            int index = i;
            Thread thread = new Thread(
                    () -> answers.add(new Answer(index, targets.get(index).refusal(within))), "headrace-reach-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        String[] refusals = new String[targets.size()];
        try {
            for (int i = 0; i < refusals.length; i++) {
                Answer answer = answers.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (answer == null) {
                    break;
                }
                if (answer.refusal().isEmpty()) {
                    return null;
                }
                refusals[answer.index()] = answer.refusal();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return refusals;
    }

    private static String silence(Duration within) {
        return "no answer within " + within.toSeconds() + " s";
    }
}
