package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.group.GroupRig;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.image.TopicImage;
import io.headrace.metadata.record.ConfigRecord;
import io.headrace.metadata.record.PartitionRecord;
import io.headrace.metadata.record.RemoveTopicRecord;
import io.headrace.metadata.record.TopicRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.List;

/** Topics that a test makes, and shows to the coordinator. */
final class Topics {
    private final GroupRig rig;
    private int nextId = 100;

    Topics(GroupRig rig) {
        this.rig = rig;
    }

    /** Makes a topic. */
    Uuid create(String name, int partitions) {
        Uuid id = new Uuid(1, nextId++);
        List<TypedRecord> records = new ArrayList<>();
        records.add(new TopicRecord().name(name).topicId(id));
        for (int i = 0; i < partitions; i++) {
            records.add(partition(id, i));
        }
        show(records);
        return id;
    }

    /** Gives a topic more partitions. */
    void grow(String name, int partitions) {
        TopicImage topic = rig.image.topic(name);
        List<TypedRecord> records = new ArrayList<>();
        for (int i = topic.partitions().size(); i < partitions; i++) {
            records.add(partition(topic.id(), i));
        }
        show(records);
    }

    void delete(String name) {
        show(List.of(new RemoveTopicRecord().topicId(rig.image.topic(name).id())));
    }

    /** Sets something for a group. */
    void configure(String group, String key, String value) {
        show(List.of(new ConfigRecord()
                .resourceType(ConfigResource.Type.GROUP.id())
                .resourceName(group)
                .name(key)
                .value(value)));
    }

    private static PartitionRecord partition(Uuid topic, int number) {
        return new PartitionRecord()
                .topicId(topic)
                .partitionId(number)
                .replicas(List.of(1))
                .isr(List.of(1))
                .leader(1);
    }

    private void show(List<TypedRecord> records) {
        ImageChange change = rig.image.apply(records);
        rig.image = change.after();
        rig.run(rig.machine.imageChanged(change, rig.nowMs));
    }
}
