package io.headrace.interop.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A directory below {@code src/test} with scenarios for Node.js, and the client that npm installs for them. */
final class NodePackage {

    private final String client;
    private final Path source;
    private final Path here;

    /**
     * Scenarios in a directory.
     *
     * @param client name of the package that they are about
     */
    NodePackage(String directory, String client) {
        this.client = client;
        this.source = Path.of("src", "test", directory);
        this.here = Path.of("target", directory);
    }

    /** Installs the client; the test is skipped where there is no Node.js of a version, or no registry. */
    void install(int leastMajor) throws IOException, InterruptedException {
        Files.createDirectories(here);
        for (String file : List.of("package.json", "package-lock.json", "scenarios.js")) {
            Files.copy(source.resolve(file), here.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Script.require(
                "Node.js " + leastMajor,
                here,
                List.of("node", "-e", "process.exit(parseInt(process.versions.node) < " + leastMajor + " ? 1 : 0)"));
        if (!Files.isDirectory(here.resolve("node_modules").resolve(client))) {
            Script.require(
                    client + ", which npm installs,",
                    here,
                    List.of("npm", "ci", "--no-audit", "--no-fund", "--silent"));
        }
    }

    /** Plays one of the scenarios. */
    Script.Ended play(String bootstrapServers, String scenario) throws IOException, InterruptedException {
        return Script.run(here, List.of("node", "scenarios.js", bootstrapServers, scenario));
    }
}
