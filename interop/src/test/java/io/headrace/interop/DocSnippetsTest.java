package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the documents show is what the examples run. In a document, a block of Java after
 *
 * <pre>{@code <!-- snippet: ConsumerGuide#stop --> }</pre>
 *
 * has to be, apart from its indentation, what stands in that file of docs/examples between {@code // snippet: stop} and
 * {@code // end}. Documents of which one block is shown that way show all their Java that way.
 */
class DocSnippetsTest {

    private static final Path DOCS = docs();
    private static final List<Path> EXAMPLES =
            List.of(DOCS.resolve("examples/src/main/java/example"), DOCS.resolve("examples/src/test/java/example"));

    private static Path docs() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("docs")) ? here.resolve("docs") : here.resolveSibling("docs");
    }

    @TestFactory
    Stream<DynamicTest> documentsShowWhatRuns() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".md") && text(file).contains("<!-- snippet: "))
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path document) {
        List<String> lines = text(document).lines().toList();
        int shown = 0;
        String name = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("<!-- snippet: ")) {
                name = line.substring("<!-- snippet: ".length(), line.indexOf(" -->"));
            } else if (line.equals("```java")) {
                int end = i + 1;
                while (!lines.get(end).strip().equals("```")) {
                    end++;
                }
                assertNotNull(name, document + ", line " + (i + 1) + ": Java that no example runs");
                assertEquals(snippet(name), dedented(lines.subList(i + 1, end)), document + " shows another " + name);
                name = null;
                shown++;
                i = end;
            } else if (!line.isEmpty()) {
                assertEquals(null, name, document + ", line " + (i + 1) + ": a block of Java is missing");
            }
        }
        assertTrue(shown > 0, document + " shows nothing");
    }

    private static String snippet(String name) {
        String[] parts = name.split("#", -1);
        Path file = EXAMPLES.stream()
                .map(folder -> folder.resolve(parts[0] + ".java"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no example " + parts[0]));
        Map<String, List<String>> snippets = new TreeMap<>();
        List<String> open = null;
        for (String line : text(file).lines().toList()) {
            String stripped = line.strip();
            if (stripped.startsWith("// snippet: ")) {
                open = new ArrayList<>();
                snippets.put(stripped.substring("// snippet: ".length()), open);
            } else if (stripped.equals("// end")) {
                open = null;
            } else if (open != null) {
                open.add(line);
            }
        }
        assertTrue(snippets.containsKey(parts[1]), file + " has no snippet " + parts[1] + ", but " + snippets.keySet());
        return dedented(snippets.get(parts[1]));
    }

    private static String dedented(List<String> lines) {
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return String.join(
                "\n",
                lines.stream()
                        .map(line -> line.isBlank() ? "" : line.substring(indent))
                        .toList());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
