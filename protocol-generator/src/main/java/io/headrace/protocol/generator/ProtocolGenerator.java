package io.headrace.protocol.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns message definitions of Apache Kafka into Java sources. The same definitions and options always give the same
 * bytes.
 */
public final class ProtocolGenerator {

    private final Options options;

    private ProtocolGenerator(Options options) {
        this.options = options;
    }

    /**
     * Runs the generator with the options of the command line.
     *
     * @throws IllegalArgumentException if the options are wrong; the message lists them
     */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "\n" + Options.USAGE, e);
        }
        new ProtocolGenerator(options).run();
    }

    private void run() {
        List<MessageSpec> messages = messages();
        if (messages.isEmpty()) {
            throw new SpecException("no definitions found");
        }
        OutputTree tree = new OutputTree(options.output());
        for (MessageSpec message : messages) {
            tree.put(options.packageName() + "." + message.name(), new MessageEmitter(options, message).emit());
        }
        options.apiKeys().ifPresent(name -> tree.put(name, new ApiKeyEmitter(options, name, messages).emit()));
        options.recordTypes().ifPresent(name -> tree.put(name, new RecordTypesEmitter(options, name, messages).emit()));
        tree.deleteOthers();
        System.out.println(tree.files() + " sources for " + messages.size() + " messages, " + tree.written()
                + " of them new or changed");
    }

    private List<MessageSpec> messages() {
        Map<String, byte[]> files = new TreeMap<>();
        for (SpecSource source : options.sources()) {
            source.files().forEach((name, content) -> {
                if (files.put(name, content) != null) {
                    throw new SpecException("two definitions are called " + name);
                }
            });
        }
        SpecReader reader = new SpecReader();
        List<MessageSpec> messages = new ArrayList<>();
        files.forEach((name, content) -> {
            MessageSpec message = reader.read(name, content);
            if (options.includes(message.name())) {
                if (message.kind().isCall() && options.apiKeys().isEmpty()) {
                    throw new SpecException(message.name() + " is a request or response: --api-keys is needed");
                }
                new SpecCheck(message).run();
                messages.add(message);
            }
        });
        return messages;
    }
}
