package io.headrace.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The child process of {@link ApacheCluster}: formats the nodes' directories, runs them all in one JVM, and stops and starts
 * nodes as its input says ({@code stop 3}, {@code start 3}). Ends when its input ends.
 */
final class ApacheClusterMain {

    private final Map<Integer, Path> properties = new TreeMap<>();
    private final Map<Integer, KafkaRaftServer> running = new TreeMap<>();

    private ApacheClusterMain() {}

    /** Takes the path of each node's properties; the first node is the first controller. */
    public static void main(String[] args) throws Exception {
        ApacheClusterMain cluster = new ApacheClusterMain();
        cluster.run(args);
    }

    private void run(String[] paths) throws Exception {
        String clusterId = Uuid.randomUuid().toString();
        for (int i = 0; i < paths.length; i++) {
            Properties node = load(Path.of(paths[i]));
            List<String> format = new ArrayList<>(List.of("format", "-t", clusterId, "-c", paths[i]));
            if (i == 0) {
                format.add("--standalone");
            } else if (node.getProperty("process.roles").contains("controller")) {
                format.add("--no-initial-controllers");
            }
            int status = StorageTool.execute(format.toArray(new String[0]), System.out);
            if (status != 0) {
                System.exit(status);
            }
            properties.put(Integer.parseInt(node.getProperty("node.id")), Path.of(paths[i]));
        }
        for (int id : properties.keySet()) {
            start(id);
        }
        System.out.println(ApacheCluster.STARTED);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            int id = Integer.parseInt(words[1]);
            if (words[0].equals("stop")) {
                KafkaRaftServer stopping = running.remove(id);
                stopping.shutdown();
                stopping.awaitShutdown();
            } else {
                start(id);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private void start(int id) throws IOException {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(load(properties.get(id))), Time.SYSTEM);
        running.put(id, server);
        server.startup();
    }

    private static Properties load(Path path) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(path)) {
            properties.load(in);
        }
        return properties;
    }
}
