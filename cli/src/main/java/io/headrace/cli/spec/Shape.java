package io.headrace.cli.spec;

import io.headrace.cli.Names;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a part of a file may look like. Said once, and used twice: to check files, and to make the JSON schema that editors
 * check them with. Immutable.
 */
abstract class Shape {
    private final String means;

    Shape(String means) {
        this.means = means;
    }

    /** Adds to {@code problems} what is wrong with {@code doc}. */
    abstract void check(Doc doc, String path, List<Problem> problems);

    /** What JSON Schema says for it. */
    final Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!means.isEmpty()) {
            schema.put("description", means);
        }
        describe(schema);
        return schema;
    }

    abstract void describe(Map<String, Object> schema);

    /** Whether {@code doc} can only be meant for this shape, so that what is wrong is wrong inside of it. */
    boolean claims(Doc doc) {
        return false;
    }

    /** Something that is wrong, and where. */
    record Problem(Doc.Position at, String path, String what) {
        @Override
        public String toString() {
            return at + ": " + (path.isEmpty() ? "" : path + ": ") + what;
        }
    }

    static Problem unlike(Doc doc, String path, String wanted) {
        return new Problem(doc.at(), path, "has to be " + wanted + ", not " + doc.noun());
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Text that matches {@code pattern} as a whole. */
    static Shape text(String means, String pattern, String wanted) {
        Pattern compiled = Pattern.compile(pattern);
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Text text)
                        || !compiled.matcher(text.text()).matches()) {
                    problems.add(unlike(doc, path, wanted));
                }
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("type", "string");
                schema.put("pattern", "^(?:" + pattern + ")$");
            }
        };
    }

    /** One of some words. */
    static Shape word(String means, List<String> words) {
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Text text)) {
                    problems.add(unlike(doc, path, "one of " + String.join(", ", words)));
                } else if (!words.contains(text.text())) {
                    problems.add(new Problem(
                            doc.at(),
                            path,
                            "'" + text.text() + "' is none of " + String.join(", ", words)
                                    + Names.hint(text.text(), words)));
                }
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("enum", words);
            }
        };
    }

    /** A whole number. */
    static Shape whole(String means, long least, long most) {
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Figure number)
                        || !number.isWhole()
                        || number.value().compareTo(BigDecimal.valueOf(least)) < 0
                        || number.value().compareTo(BigDecimal.valueOf(most)) > 0) {
                    problems.add(unlike(doc, path, "a whole number from " + least + " to " + most));
                }
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("type", "integer");
                schema.put("minimum", least);
                schema.put("maximum", most);
            }
        };
    }

    /** A number larger than 0. */
    static Shape positive(String means) {
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Figure number) || number.value().signum() <= 0) {
                    problems.add(unlike(doc, path, "a number larger than 0"));
                }
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("type", "number");
                schema.put("exclusiveMinimum", 0);
            }
        };
    }

    /** Any number, true or false, or text. */
    static Shape scalar(String means) {
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Text || doc instanceof Doc.Figure || doc instanceof Doc.Truth)) {
                    problems.add(unlike(doc, path, "text, a number, true or false"));
                }
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("type", List.of("string", "number", "boolean"));
            }
        };
    }

    /** Null. */
    static Shape nothing(String means) {
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Nothing)) {
                    problems.add(unlike(doc, path, "null"));
                }
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("type", "null");
            }
        };
    }

    /** Whatever one of several shapes allows. */
    static Shape either(String means, String wanted, Shape... shapes) {
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                for (Shape shape : shapes) {
                    List<Problem> its = new ArrayList<>();
                    shape.check(doc, path, its);
                    if (its.isEmpty()) {
                        return;
                    }
                    if (shape.claims(doc)) {
                        problems.addAll(its);
                        return;
                    }
                }
                problems.add(unlike(doc, path, wanted));
            }

            @Override
            void describe(Map<String, Object> schema) {
                List<Object> all = new ArrayList<>();
                for (Shape shape : shapes) {
                    all.add(shape.schema());
                }
                schema.put("anyOf", all);
            }
        };
    }

    /** A list. */
    static Shape list(String means, int least, Shape item) {
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Items list)) {
                    problems.add(unlike(doc, path, "a list"));
                    return;
                }
                if (list.items().size() < least) {
                    problems.add(new Problem(doc.at(), path, "the list is empty"));
                }
                for (int i = 0; i < list.items().size(); i++) {
                    item.check(list.items().get(i), path + "[" + i + "]", problems);
                }
            }

            @Override
            boolean claims(Doc doc) {
                return doc instanceof Doc.Items;
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("type", "array");
                if (least > 0) {
                    schema.put("minItems", least);
                }
                schema.put("items", item.schema());
            }
        };
    }

    /** Names of the writer's choice; what their values look like may depend on the name. */
    static Shape names(String means, String pattern, Map<String, Shape> byPattern, Shape otherwise) {
        Pattern allowed = Pattern.compile(pattern);
        Map<Pattern, Shape> compiled = new LinkedHashMap<>();
        byPattern.forEach((name, shape) -> compiled.put(Pattern.compile(name), shape));
        return new Shape(means) {
            @Override
            void check(Doc doc, String path, List<Problem> problems) {
                if (!(doc instanceof Doc.Table table)) {
                    problems.add(unlike(doc, path, "names with values"));
                    return;
                }
                table.fields().forEach((name, value) -> {
                    if (!allowed.matcher(name).matches()) {
                        problems.add(new Problem(value.at(), path, "'" + name + "' cannot be a name here"));
                    }
                    shapeOf(name).check(value, below(path, name), problems);
                });
            }

            private Shape shapeOf(String name) {
                for (Map.Entry<Pattern, Shape> each : compiled.entrySet()) {
                    if (each.getKey().matcher(name).matches()) {
                        return each.getValue();
                    }
                }
                return otherwise;
            }

            @Override
            boolean claims(Doc doc) {
                return doc instanceof Doc.Table;
            }

            @Override
            void describe(Map<String, Object> schema) {
                schema.put("type", "object");
                schema.put("propertyNames", Map.of("pattern", "^(?:" + pattern + ")$"));
                if (!byPattern.isEmpty()) {
                    Map<String, Object> patterns = new LinkedHashMap<>();
                    byPattern.forEach((name, shape) -> patterns.put("^(?:" + name + ")$", shape.schema()));
                    schema.put("patternProperties", patterns);
                }
                schema.put("additionalProperties", otherwise.schema());
            }
        };
    }

    /** Fields with given names. */
    static Fields fields(String means) {
        return new Fields(means);
    }

    /** Fields with given names; made step by step before it is used. */
    static final class Fields extends Shape {
        private final Map<String, Shape> fields = new LinkedHashMap<>();
        private final List<String> required = new ArrayList<>();
        private final List<List<String>> choices = new ArrayList<>();
        private final List<List<String>> alternatives = new ArrayList<>();
        private final List<List<String>> contradictions = new ArrayList<>();
        private int least;
        private String otherwise = "";

        private Fields(String means) {
            super(means);
        }

        Fields with(String name, Shape shape) {
            fields.put(name, shape);
            return this;
        }

        Fields requiring(String name, Shape shape) {
            required.add(name);
            return with(name, shape);
        }

        /** Exactly one of these has to be there. */
        Fields oneOf(List<String> names) {
            choices.add(names);
            return this;
        }

        /** At least one of these has to be there. */
        Fields anyOf(List<String> names) {
            alternatives.add(names);
            return this;
        }

        /** These two are not both there. */
        Fields notBoth(String one, String other) {
            contradictions.add(List.of(one, other));
            return this;
        }

        /** What to say of anything else, which is then not repeated: it may be secret. */
        Fields otherwise(String complaint) {
            otherwise = complaint;
            return this;
        }

        Fields atLeast(int count) {
            least = count;
            return this;
        }

        @Override
        void check(Doc doc, String path, List<Problem> problems) {
            if (!(doc instanceof Doc.Table table)) {
                problems.add(
                        otherwise.isEmpty()
                                ? unlike(doc, path, "names with values")
                                : new Problem(doc.at(), path, otherwise));
                return;
            }
            table.fields().forEach((name, value) -> {
                if (fields.containsKey(name)) {
                    fields.get(name).check(value, below(path, name), problems);
                } else {
                    problems.add(new Problem(
                            value.at(),
                            path,
                            "'" + name + "' means nothing here" + Names.hint(name, fields.keySet()) + "; allowed are "
                                    + String.join(", ", fields.keySet())));
                }
            });
            for (String name : required) {
                if (!table.fields().containsKey(name)) {
                    problems.add(new Problem(doc.at(), path, "'" + name + "' is missing"));
                }
            }
            for (List<String> names : choices) {
                if (names.stream().filter(table.fields()::containsKey).count() != 1) {
                    problems.add(
                            new Problem(doc.at(), path, "exactly one has to be there of " + String.join(", ", names)));
                }
            }
            for (List<String> names : alternatives) {
                if (names.stream().noneMatch(table.fields()::containsKey)) {
                    problems.add(
                            new Problem(doc.at(), path, "at least one has to be there of " + String.join(", ", names)));
                }
            }
            for (List<String> names : contradictions) {
                if (table.fields().keySet().containsAll(names)) {
                    problems.add(new Problem(doc.at(), path, "there cannot be both " + String.join(" and ", names)));
                }
            }
            if (table.fields().size() < least) {
                problems.add(new Problem(
                        doc.at(), path, "nothing is said; allowed are " + String.join(", ", fields.keySet())));
            }
        }

        @Override
        boolean claims(Doc doc) {
            return doc instanceof Doc.Table;
        }

        @Override
        void describe(Map<String, Object> schema) {
            schema.put("type", "object");
            Map<String, Object> properties = new LinkedHashMap<>();
            fields.forEach((name, shape) -> properties.put(name, shape.schema()));
            schema.put("properties", properties);
            schema.put("additionalProperties", false);
            if (!required.isEmpty()) {
                schema.put("required", required);
            }
            if (least > 0) {
                schema.put("minProperties", least);
            }
            List<Object> all = new ArrayList<>();
            choices.forEach(names -> all.add(Map.of("oneOf", presence(names))));
            alternatives.forEach(names -> all.add(Map.of("anyOf", presence(names))));
            contradictions.forEach(names -> all.add(Map.of("not", Map.of("required", names))));
            if (!all.isEmpty()) {
                schema.put("allOf", all);
            }
        }

        private static List<Object> presence(List<String> names) {
            List<Object> each = new ArrayList<>();
            names.forEach(name -> each.add(Map.of("required", List.of(name))));
            return each;
        }
    }
}
