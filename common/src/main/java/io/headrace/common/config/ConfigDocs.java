package io.headrace.common.config;

import io.headrace.common.config.ConfigDef.ConfigKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Writes a definition out for people: as HTML and as reStructuredText, in the formats of Kafka's documentation. Settings
 * that are internal are left out. Has no state but the definition, which decides about columns and their texts.
 */
final class ConfigDocs {
    static final List<String> COLUMNS = List.of("Name", "Description", "Type", "Default", "Valid Values", "Importance");

    private static final String FIXED = "read-only";
    private static final String[] MEMORY_UNITS = {"byte", "kibibyte", "mebibyte", "gibibyte", "tebibyte"};

    private final ConfigDef def;

    ConfigDocs(ConfigDef def) {
        this.def = def;
    }

    /** By group, then by the order in the group; else those without a default first, then by importance and name. */
    static List<ConfigKey> inDisplayOrder(ConfigDef def) {
        List<ConfigKey> sorted = new ArrayList<>(def.configKeys().values());
        sorted.sort(Comparator.comparingInt(
                        (ConfigKey key) -> key.group == null ? -1 : def.groups().indexOf(key.group))
                .thenComparingInt(key -> key.orderInGroup)
                .thenComparing(ConfigKey::hasDefault)
                .thenComparing(key -> key.importance)
                .thenComparing(key -> key.name));
        return sorted;
    }

    private List<ConfigKey> shown() {
        return inDisplayOrder(def).stream().filter(key -> !key.internalConfig).toList();
    }

    static String text(ConfigKey key, String column) {
        return switch (column) {
            case "Name" -> key.name;
            case "Description" -> key.documentation;
            case "Type" -> lowerCase(key.type);
            case "Default" -> key.hasDefault() ? defaultText(key) : "";
            case "Valid Values" -> key.validator == null ? "" : key.validator.toString();
            case "Importance" -> lowerCase(key.importance);
            default -> throw new IllegalArgumentException("there is no column " + column + " for " + key.name);
        };
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String defaultText(ConfigKey key) {
        if (key.defaultValue == null) {
            return "null";
        }
        String text = ConfigDef.convertToString(key.defaultValue, key.type);
        if (text.isEmpty()) {
            return "\"\"";
        }
        if (key.defaultValue instanceof Number number && key.name.endsWith(".bytes")) {
            return text + inMemoryUnits(number.longValue());
        }
        if (key.defaultValue instanceof Number number && key.name.endsWith(".ms")) {
            return text + inTimeUnits(number.longValue());
        }
        return text;
    }

    /** The largest unit that gives a whole number, from kibibytes up; else nothing. */
    private static String inMemoryUnits(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % 1024 == 0 && unit < MEMORY_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? "" : inParentheses(value, MEMORY_UNITS[unit]);
    }

    /** The largest unit that gives a whole number, from seconds up; else nothing. */
    private static String inTimeUnits(long ms) {
        if (ms != 0) {
            for (TimeUnit unit : List.of(TimeUnit.DAYS, TimeUnit.HOURS, TimeUnit.MINUTES, TimeUnit.SECONDS)) {
                long unitMs = unit.toMillis(1);
                if (ms % unitMs == 0) {
                    String plural = lowerCase(unit);
                    return inParentheses(ms / unitMs, plural.substring(0, plural.length() - 1));
                }
            }
        }
        return "";
    }

    private static String inParentheses(long count, String unit) {
        return " (" + count + " " + unit + (count == 1 ? "" : "s") + ")";
    }

    String htmlTable(Map<String, String> updateModes) {
        StringBuilder html = new StringBuilder("<table class=\"data-table\"><tbody>\n<tr>\n");
        List<String> columns = def.headers();
        columns.forEach(column -> html.append("<th>").append(column).append("</th>\n"));
        if (!updateModes.isEmpty()) {
            html.append("<th>Dynamic Update Mode</th>\n");
        }
        html.append("</tr>\n");
        for (ConfigKey key : shown()) {
            html.append("<tr>\n");
            columns.forEach(column -> appendCell(html, def.getConfigValue(key, column)));
            if (!updateModes.isEmpty()) {
                appendCell(html, updateModes.getOrDefault(key.name, FIXED));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table>").toString();
    }

    private static void appendCell(StringBuilder html, String text) {
        html.append("<td>").append(text).append("</td>");
    }

    String html(int headerDepth, Function<String, String> idGenerator, Map<String, String> updateModes) {
        StringBuilder html = new StringBuilder("<ul class=\"config-list\">\n");
        for (ConfigKey key : shown()) {
            String id = idGenerator.apply(key.name);
            html.append(String.format(
                    Locale.ROOT,
                    "<li>%n<h%1$d><a id=\"%3$s\"></a><a id=\"%2$s\" href=\"#%2$s\">%3$s</a></h%1$d>%n",
                    headerDepth,
                    id,
                    key.name));
            html.append("<p>")
                    .append(key.documentation == null ? "" : key.documentation.replace("\n", "<br>"))
                    .append("</p>\n<table><tbody>\n");
            for (String column : def.headers()) {
                if (!column.equals("Name") && !column.equals("Description")) {
                    boolean isExplained = column.equals("Default") && key.alternativeString != null;
                    appendRow(html, column, isExplained ? key.alternativeString : def.getConfigValue(key, column));
                }
            }
            if (!updateModes.isEmpty()) {
                appendRow(html, "Update Mode", updateModes.getOrDefault(key.name, FIXED));
            }
            html.append("</tbody></table>\n</li>\n");
        }
        return html.append("</ul>\n").toString();
    }

    private static void appendRow(StringBuilder html, String name, String text) {
        html.append("<tr><th>").append(name).append(":</th><td>").append(text).append("</td></tr>\n");
    }

    String rst() {
        StringBuilder rst = new StringBuilder();
        for (ConfigKey key : shown()) {
            appendRst(rst, key);
            rst.append('\n');
        }
        return rst.toString();
    }

    /** With headings for groups, and with the settings that depend on each. */
    String enrichedRst() {
        StringBuilder rst = new StringBuilder();
        String lastGroup = "";
        for (ConfigKey key : shown()) {
            if (key.group != null) {
                if (!key.group.equalsIgnoreCase(lastGroup)) {
                    rst.append(key.group)
                            .append('\n')
                            .append("^".repeat(key.group.length()))
                            .append("\n\n");
                }
                lastGroup = key.group;
            }
            appendRst(rst, key);
            if (key.dependents != null && !key.dependents.isEmpty()) {
                rst.append("  * Dependents: ``")
                        .append(String.join("``, ``", key.dependents))
                        .append("``\n");
            }
            rst.append('\n');
        }
        return rst.toString();
    }

    private void appendRst(StringBuilder rst, ConfigKey key) {
        rst.append("``").append(key.name).append("``\n");
        if (key.documentation == null) {
            rst.append('\n');
        } else {
            key.documentation
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> rst.append("  ").append(line).append("\n\n"));
        }
        appendItem(rst, key, "Type");
        if (key.hasDefault()) {
            appendItem(rst, key, "Default");
        }
        if (key.validator != null) {
            appendItem(rst, key, "Valid Values");
        }
        appendItem(rst, key, "Importance");
    }

    private void appendItem(StringBuilder rst, ConfigKey key, String column) {
        rst.append("  * ")
                .append(column)
                .append(": ")
                .append(def.getConfigValue(key, column))
                .append('\n');
    }
}
