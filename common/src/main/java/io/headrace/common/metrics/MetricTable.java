package io.headrace.common.metrics;

import io.headrace.common.MetricNameTemplate;
import java.util.Map;
import java.util.TreeMap;

/** The HTML table of {@link Metrics#toHtmlTable}. Stateless. */
final class MetricTable {

    private MetricTable() {}

    static String html(String domain, Iterable<MetricNameTemplate> templates) {
        Map<String, Map<String, String>> beans = new TreeMap<>();
        for (MetricNameTemplate template : templates) {
            StringBuilder bean = new StringBuilder(domain).append(":type=").append(template.group());
            template.tags()
                    .forEach(tag -> bean.append(',')
                            .append(tag)
                            .append("=\"{")
                            .append(tag)
                            .append("}\""));
            String other = beans.computeIfAbsent(bean.toString(), b -> new TreeMap<>())
                    .put(template.name(), template.description());
            if (other != null) {
                throw new IllegalArgumentException(
                        "mBean '" + bean + "' has attribute '" + template.name() + "' twice");
            }
        }
        StringBuilder table = new StringBuilder("<table class=\"data-table\"><tbody>\n");
        beans.forEach((bean, attributes) -> {
            table.append("<tr><td colspan=3 class=\"mbeanName\">").append(bean).append("</td></tr>\n");
            table.append("<tr><th></th><th>Attribute name</th><th>Description</th></tr>\n");
            attributes.forEach((name, description) -> table.append("<tr><td></td><td>")
                    .append(name)
                    .append("</td><td>")
                    .append(description)
                    .append("</td></tr>\n"));
        });
        return table.append("</tbody></table>").toString();
    }
}
