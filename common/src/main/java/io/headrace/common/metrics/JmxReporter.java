package io.headrace.common.metrics;

import io.headrace.common.MetricName;
import io.headrace.common.config.ConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Shows metrics as MBeans of the platform's server: {@code <namespace>:type=<group>,<tag>=<value>,...} with one attribute
 * per metric. The namespace is that of the {@link MetricsContext}; clients have {@code kafka.producer},
 * {@code kafka.consumer} and {@code kafka.admin.client}, as dashboards expect.
 *
 * <p>{@code metrics.jmx.include} and {@code metrics.jmx.exclude} are regular expressions over the MBeans' names.
 *
 * <p>Thread safe: guarded by its monitor. Values are computed in the thread that reads the attribute.
 */
public class JmxReporter implements MetricsReporter {

    /** What its settings begin with. */
    public static final String METRICS_CONFIG_PREFIX = "metrics.jmx.";

    /** The setting for MBeans that are not shown. */
    public static final String EXCLUDE_CONFIG = METRICS_CONFIG_PREFIX + "exclude";

    /** The setting for MBeans that are shown. */
    public static final String INCLUDE_CONFIG = METRICS_CONFIG_PREFIX + "include";

    /** Settings that may change while it runs. */
    public static final Set<String> RECONFIGURABLE_CONFIGS = Set.of(INCLUDE_CONFIG, EXCLUDE_CONFIG);

    /** All are shown. */
    public static final String DEFAULT_INCLUDE = ".*";

    /** None is left out. */
    public static final String DEFAULT_EXCLUDE = "";

    private final Map<String, MetricBean> beans = new HashMap<>();
    private String namespace = "";
    private Predicate<String> isShown = name -> true;

    /** Shows all, without a namespace until it is told one. */
    public JmxReporter() {
        // Configured later.
    }

    @Override
    public void configure(Map<String, ?> configs) {
        reconfigure(configs);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return RECONFIGURABLE_CONFIGS;
    }

    @Override
    public void validateReconfiguration(Map<String, ?> configs) throws ConfigException {
        compilePredicate(configs);
    }

    @Override
    public synchronized void reconfigure(Map<String, ?> configs) {
        isShown = compilePredicate(configs);
        beans.values().forEach(bean -> {
            if (isShown.test(bean.nameText())) {
                bean.show();
            } else {
                bean.hide();
            }
        });
    }

    /**
     * Which MBeans are shown according to settings.
     *
     * @throws ConfigException if one of them is no regular expression
     */
    public static Predicate<String> compilePredicate(Map<String, ?> originalConfig) {
        Pattern include = pattern(originalConfig, INCLUDE_CONFIG, DEFAULT_INCLUDE);
        Pattern exclude = pattern(originalConfig, EXCLUDE_CONFIG, DEFAULT_EXCLUDE);
        return name -> include.matcher(name).matches() && !exclude.matcher(name).matches();
    }

    private static Pattern pattern(Map<String, ?> configs, String key, String otherwise) {
        Object given = configs.get(key);
        String text = given == null ? otherwise : given.toString();
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(key, text, "is no regular expression: " + e.getDescription());
        }
    }

    @Override
    public synchronized void init(List<KafkaMetric> metrics) {
        metrics.forEach(metric -> bean(metric).put(metric));
        beans.values().forEach(this::showAgain);
    }

    @Override
    public synchronized void metricChange(KafkaMetric metric) {
        MetricBean bean = bean(metric);
        bean.put(metric);
        showAgain(bean);
    }

    private void showAgain(MetricBean bean) {
        if (isShown.test(bean.nameText())) {
            bean.show();
        }
    }

    private MetricBean bean(KafkaMetric metric) {
        return beans.computeIfAbsent(MetricBean.nameText(namespace, metric.metricName()), MetricBean::new);
    }

    @Override
    public synchronized void metricRemoval(KafkaMetric metric) {
        MetricName name = metric.metricName();
        String beanName = MetricBean.nameText(namespace, name);
        MetricBean bean = beans.get(beanName);
        if (bean != null && bean.remove(name.name())) {
            bean.hide();
            beans.remove(beanName);
        }
    }

    /** Whether there is an MBean of that name, shown or not. */
    public synchronized boolean containsMbean(String mbeanName) {
        return beans.containsKey(mbeanName);
    }

    @Override
    public synchronized void close() {
        beans.values().forEach(MetricBean::hide);
        beans.clear();
    }

    /** Takes the namespace. Those of brokers and of Connect are kept apart by their own. */
    @Override
    public synchronized void contextChange(MetricsContext metricsContext) {
        String told = metricsContext.contextLabels().get(MetricsContext.NAMESPACE);
        namespace = told == null ? "" : told;
    }
}
