package io.headrace.cli.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Console;
import io.headrace.cli.Settings;
import io.headrace.cli.output.Document;
import io.headrace.cli.spec.Shape.Problem;
import io.headrace.spec.Plan;
import io.headrace.spec.PlanItem;
import io.headrace.spec.PlanOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan that is kept in a file until it is applied: the spec that it was made of, and what was found then. Before it is
 * applied it is made anew, and has to find the same. It holds no passwords, only where they come from.
 *
 * @param file the spec
 * @param cluster the id of the cluster that it was made for
 * @param options how it was made
 * @param changes what was to be changed, in words
 */
record SavedPlan(SpecFile file, String cluster, PlanOptions options, List<String> changes) {
    private static final Shape SHAPE = Shape.fields("")
            .requiring("headracePlan", Shape.whole("", 1, 1))
            .requiring("cluster", Shape.text("", ".*", "text"))
            .requiring("name", Shape.text("", ".*", "text"))
            .requiring("directory", Shape.text("", ".*", "text"))
            .requiring("spec", Shape.text("", "(?s).*", "text"))
            .requiring("prune", Shape.scalar(""))
            .requiring("resetPasswords", Shape.list("", 0, Shape.text("", ".*", "text")))
            .requiring("changes", Shape.list("", 0, Shape.text("", "(?s).*", "text")));

    static SavedPlan of(SpecFile file, Plan plan, PlanOptions options) {
        return new SavedPlan(file, plan.clusterId(), options, changes(plan));
    }

    private static List<String> changes(Plan plan) {
        return PlanView.changes(plan).stream().map(PlanItem::toString).toList();
    }

    void write(Path path) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("headracePlan", 1);
        fields.put("cluster", cluster);
        fields.put("name", file.name());
        fields.put("directory", file.directory().toString());
        fields.put("spec", file.text());
        fields.put("prune", options.prune());
        fields.put("resetPasswords", options.resetPasswords());
        fields.put("changes", changes);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            Document.write(json, fields);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        try {
            Files.writeString(path, text + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CommandFailure.failed("cannot write " + path + ": " + Settings.reason(e, path), e);
        }
    }

    static SavedPlan read(Console console, Path path) {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            String reason = Files.isDirectory(path) ? "it is a directory" : Settings.reason(e, path);
            throw CommandFailure.failed("cannot read " + path + ": " + reason, e);
        }
        Doc doc = DocReader.read(path.toString(), text, new JsonFactory());
        List<Problem> problems = new ArrayList<>();
        SHAPE.check(doc, "", problems);
        if (!problems.isEmpty()) {
            throw CommandFailure.failed(path + " is no plan that headrace plan --out wrote: " + problems.get(0));
        }
        Map<String, Doc> fields = ((Doc.Table) doc).fields();
        SpecFile file = SpecFile.parse(
                console, word(fields.get("name")), Path.of(word(fields.get("directory"))), word(fields.get("spec")));
        Set<String> reset = new LinkedHashSet<>(words(fields.get("resetPasswords")));
        boolean prune = fields.get("prune") instanceof Doc.Truth truth && truth.value();
        return new SavedPlan(
                file, word(fields.get("cluster")), new PlanOptions(prune, reset), words(fields.get("changes")));
    }

    /**
     * Makes sure that {@code plan}, made now, would do the same.
     *
     * @throws CommandFailure naming what is otherwise
     */
    void require(Plan plan) {
        if (!plan.clusterId().equals(cluster)) {
            throw CommandFailure.failed(
                    "the plan was made for the cluster " + cluster + ", and this is " + plan.clusterId());
        }
        List<String> now = changes(plan);
        if (now.equals(changes)) {
            return;
        }
        List<String> gone = new ArrayList<>(changes);
        gone.removeAll(now);
        List<String> come = new ArrayList<>(now);
        come.removeAll(changes);
        StringBuilder text = new StringBuilder(
                "the cluster has changed since the plan was made; nothing was done. Run headrace plan again.");
        gone.forEach(change -> text.append("\nno longer: ").append(change));
        come.forEach(change -> text.append("\nnow as well: ").append(change));
        throw CommandFailure.failed(text.toString());
    }

    private static String word(Doc doc) {
        return ((Doc.Text) doc).text();
    }

    private static List<String> words(Doc doc) {
        return ((Doc.Items) doc).items().stream().map(SavedPlan::word).toList();
    }
}
