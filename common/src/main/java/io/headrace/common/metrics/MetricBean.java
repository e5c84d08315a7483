package io.headrace.common.metrics;

import io.headrace.common.KafkaException;
import io.headrace.common.MetricName;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MBean of all metrics with one group and the same tags: one attribute, which cannot be written, for each.
 *
 * <p>Owner: its {@link JmxReporter}, under that one's monitor; the MBean server reads attributes from any thread.
 */
final class MetricBean implements DynamicMBean {

    private static final Logger log = LoggerFactory.getLogger(MetricBean.class);

    /** What an MBean's property value can hold without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[\\w-%. \t]*");

    private final String nameText;
    private final ObjectName name;
    private final Map<String, KafkaMetric> metrics = new ConcurrentHashMap<>();
    private boolean isRegistered;

    MetricBean(String nameText) {
        this.nameText = nameText;
        try {
            this.name = new ObjectName(nameText);
        } catch (MalformedObjectNameException e) {
            throw new KafkaException("no MBean can be named " + nameText, e);
        }
    }

    /** The MBean that a metric is an attribute of; tags without a name or value are left out. */
    static String nameText(String namespace, MetricName metric) {
        StringBuilder text = new StringBuilder(namespace).append(":type=").append(metric.group());
        metric.tags().forEach((key, value) -> {
            if (!key.isEmpty() && !value.isEmpty()) {
                String safe = PLAIN.matcher(value).matches() ? value : ObjectName.quote(value);
                text.append(',').append(key).append('=').append(safe);
            }
        });
        return text.toString();
    }

    String nameText() {
        return nameText;
    }

    void put(KafkaMetric metric) {
        metrics.put(metric.metricName().name(), metric);
    }

    /** Removes an attribute; true if it was the last. */
    boolean remove(String attribute) {
        metrics.remove(attribute);
        return metrics.isEmpty();
    }

    /** Registers it, in place of another one of that name: two clients with the same id share one, as in Kafka. */
    void show() {
        if (isRegistered) {
            return;
        }
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
            server.registerMBean(this, name);
            isRegistered = true;
        } catch (JMException e) {
            throw new KafkaException("MBean " + nameText + " cannot be registered", e);
        }
    }

    void hide() {
        if (!isRegistered) {
            return;
        }
        isRegistered = false;
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            log.debug("MBean {} was taken over by another client of the same id", nameText);
        } catch (JMException e) {
            throw new KafkaException("MBean " + nameText + " cannot be unregistered", e);
        }
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        KafkaMetric metric = metrics.get(attribute);
        if (metric == null) {
            throw new AttributeNotFoundException("Could not find attribute " + attribute);
        }
        return metric.metricValue();
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            KafkaMetric metric = metrics.get(attribute);
            if (metric != null) {
                list.add(new Attribute(attribute, metric.metricValue()));
            }
        }
        return list;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] infos = metrics.values().stream()
                .map(metric -> new MBeanAttributeInfo(
                        metric.metricName().name(),
                        metric.isMeasurable() ? "double" : Object.class.getName(),
                        metric.metricName().description(),
                        true,
                        false,
                        false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(getClass().getName(), "", infos, null, null, null);
    }

    @Override
    public void setAttribute(Attribute attribute) {
        throw readOnly();
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        throw readOnly();
    }

    @Override
    public Object invoke(String actionName, Object[] params, String[] signature) {
        throw new UnsupportedOperationException("metrics have no operations");
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("metrics cannot be set");
    }
}
