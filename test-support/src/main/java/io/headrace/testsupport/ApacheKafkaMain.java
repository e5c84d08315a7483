package io.headrace.testsupport;

import java.io.IOException;
import kafka.Kafka;
import kafka.tools.StorageTool;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** The child process of {@link ApacheKafka}: formats the data directory and runs the broker, both in one JVM. */
final class ApacheKafkaMain {

    private ApacheKafkaMain() {}

    /** Takes the path of the properties, and the id of the cluster. */
    public static void main(String[] args) throws ArgumentParserException {
        int status = StorageTool.execute(new String[] {"format", "-t", args[1], "-c", args[0]}, System.out);
        if (status != 0) {
            System.exit(status);
        }
        Thread parent = new Thread(ApacheKafkaMain::endWithParent, "parent-watch");
        parent.setDaemon(true);
        parent.start();
        Kafka.main(new String[] {args[0]});
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent; the end of the stream is the message.
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        Runtime.getRuntime().halt(0);
    }
}
