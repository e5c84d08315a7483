package io.headrace.broker.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format 0.0.4, and refuses what is not it. */
final class PrometheusText {

    private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*)(?: (.*))?");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? ([^ ]+)(?: -?\\d+)?");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\",?");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    /** One line with a value. */
    record Sample(String name, Map<String, String> labels, double value) {}

    private PrometheusText() {}

    static PrometheusText parse(String text) {
        PrometheusText parsed = new PrometheusText();
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                parsed.head(line);
            } else {
                parsed.sample(line);
            }
        }
        parsed.checkHistograms();
        return parsed;
    }

    private void head(String line) {
        Matcher matcher = HEAD.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a comment of the format: " + line);
        }
        Map<String, String> into = matcher.group(1).equals("TYPE") ? types : helps;
        if (into.put(matcher.group(2), matcher.group(3)) != null) {
            throw new AssertionError("said twice: " + line);
        }
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        if (matcher.group(2) != null) {
            Matcher label = LABEL.matcher(matcher.group(2));
            int end = 0;
            while (label.lookingAt()) {
                labels.put(label.group(1), label.group(2));
                end = label.end();
                label.region(end, matcher.group(2).length());
            }
            if (end != matcher.group(2).length()) {
                throw new AssertionError("labels that cannot be read: " + line);
            }
        }
        String value = matcher.group(3).replace("+Inf", "Infinity");
        samples.add(new Sample(matcher.group(1), labels, Double.parseDouble(value)));
        typeOf(matcher.group(1));
    }

    /** The type of the metric that a sample belongs to. */
    String typeOf(String sample) {
        for (String suffix : List.of("", "_bucket", "_count", "_sum", "_max")) {
            if (sample.endsWith(suffix)) {
                String type = types.get(sample.substring(0, sample.length() - suffix.length()));
                if (type != null) {
                    return type;
                }
            }
        }
        throw new AssertionError("no type for " + sample);
    }

    private void checkHistograms() {
        Map<String, Double> last = new HashMap<>();
        for (Sample sample : samples) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            String end = labels.remove("le");
            String key = sample.name().replaceAll("_(bucket|count)$", "") + labels;
            if (sample.name().endsWith("_bucket") && end != null) {
                if (sample.value() < last.getOrDefault(key, 0.0)) {
                    throw new AssertionError("buckets do not add up: " + sample);
                }
                last.put(key, sample.value());
            } else if (sample.name().endsWith("_count") && last.containsKey(key) && sample.value() != last.get(key)) {
                throw new AssertionError("the last bucket is not everything: " + sample);
            }
        }
    }

    Map<String, String> types() {
        return types;
    }

    List<Sample> samples(String name) {
        return samples.stream().filter(each -> each.name().equals(name)).toList();
    }

    /** The value of a sample with these labels among others, as name, value, name, value. */
    double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        List<Sample> found = samples(name).stream()
                .filter(each -> each.labels().entrySet().containsAll(wanted.entrySet()))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " samples of " + name + wanted + ": " + found);
        }
        return found.get(0).value();
    }
}
