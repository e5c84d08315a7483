package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.headrace.clients.admin.Admin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documentation says of operations of the admin client and their commands is complete, and true. */
class AdminCoverageTest {
    private static final Path DOCUMENT = Path.of("../docs/cli.md");
    private static final Pattern REACHED = Pattern.compile("\\| `(\\w+)` \\| `headrace ([\\w-]+ [\\w-]+)` \\|");
    private static final Pattern LEFT_OUT = Pattern.compile("\\| `(\\w+)` \\| [^`].* \\|");

    @Test
    void everyOperationHasACommandOrAReason() throws IOException {
        Set<String> told = new TreeSet<>(table(REACHED).keySet());
        told.addAll(leftOut());
        assertEquals(operations(), told);
    }

    @Test
    void eachCommandCallsTheOperationThatItIsSaidToReach() throws IOException {
        Map<String, String> table = table(REACHED);
        JavaClasses classes = new ClassFileImporter().importPackages("io.headrace.cli");
        CommandLine root = Headrace.commandLine(new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                false));
        table.forEach((operation, command) -> {
            CommandLine found = root;
            for (String word : command.split(" ", -1)) {
                found = found.getSubcommands().get(word);
                assertNotNull(found, command);
            }
            Class<?> type = found.getCommandSpec().userObject().getClass();
            assertTrue(
                    reaches(classes.get(type), operation, new HashSet<>()),
                    () -> command + " does not call Admin." + operation);
        });
    }

    /** Whether a class calls the operation, or one of those beside it that it uses does. */
    private static boolean reaches(JavaClass type, String operation, Set<JavaClass> seen) {
        if (!seen.add(type)) {
            return false;
        }
        Stream<JavaAccess<?>> calls = type.getAccessesFromSelf().stream();
        return calls.anyMatch(access -> access.getName().equals(operation)
                        && access.getTargetOwner().isEquivalentTo(Admin.class))
                || type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .filter(each -> each.getPackageName().startsWith("io.headrace.cli"))
                        .anyMatch(each -> reaches(each, operation, seen))
                || type.getAllSubclasses().stream()
                        .filter(each -> type.isInterface())
                        .anyMatch(each -> reaches(each, operation, seen));
    }

    private static Set<String> operations() {
        Set<String> names = new TreeSet<>();
        Arrays.stream(Admin.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("close") && !name.equals("metrics"))
                .forEach(names::add);
        return names;
    }

    private static Map<String, String> table(Pattern row) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Matcher matcher = row.matcher(section());
        while (matcher.find()) {
            rows.put(matcher.group(1), matcher.group(2));
        }
        return rows;
    }

    private static Set<String> leftOut() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = LEFT_OUT.matcher(section());
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String section() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf("## Every operation of the admin client");
        return document.substring(begin, document.indexOf("\n## ", begin));
    }
}
