"""What kafka-python does with a broker: scenarios.py BROKER SCENARIO. Ends with 0 when all was as expected."""

import os
import sys
import threading
import time

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, NewPartitions, NewTopic
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.structs import OffsetAndMetadata

BROKER, SCENARIO = sys.argv[1:3]


def unique(word):
    return "%s-py-%d-%x" % (word, os.getpid(), time.time_ns())


def until(what, condition):
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("not within 60 s: " + what)
        time.sleep(0.02)


def topic(word, partitions=1):
    name = unique(word)
    admin = KafkaAdminClient(bootstrap_servers=BROKER)
    admin.create_topics([NewTopic(name, partitions, 1)])
    until("a leader", lambda: admin.describe_topics([name])[0]["error_code"] == 0)
    admin.close()
    return name


def produce(name, values, partitions=1, **options):
    producer = KafkaProducer(bootstrap_servers=BROKER, acks="all", **options)
    sent = [producer.send(name, v.encode(), partition=n % partitions) for n, v in enumerate(values)]
    for future in sent:
        future.get(60)
    producer.close()


def consumer(group, **options):
    settings = dict(
        bootstrap_servers=BROKER,
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=6000,
        heartbeat_interval_ms=200,
        metadata_max_age_ms=500,
    )
    settings.update(options)
    return KafkaConsumer(**settings)


def read(of, count):
    values = []

    def enough():
        for records in of.poll(100).values():
            values.extend(r.value.decode() for r in records)
        return len(values) >= count

    until("%d values" % count, enough)
    return values


class Member(threading.Thread):
    """Polls on a thread of its own, notes what it gets, and commits it."""

    def __init__(self, of, name):
        super().__init__(daemon=True)
        self.of = of
        self.topic = name
        self.values = []
        self.assignment = set()
        self.ended = False
        self.start()

    def run(self):
        self.of.subscribe([self.topic])
        while not self.ended:
            batches = self.of.poll(50)
            self.assignment = set(self.of.assignment())
            for records in batches.values():
                self.values.extend(r.value.decode() for r in records)
            if batches:
                self.of.commit()

    def stop(self):
        self.ended = True
        self.join()
        self.of.close()


def numbers(start, end):
    return [str(n) for n in range(start, end)]


def codecs():
    values = ["value value value " * 5 + str(n) for n in range(200)]
    tried = [None, "gzip"]
    # These are packages of their own; a missing one is said by the client.
    tried += ["snappy", "lz4", "zstd"]
    for codec in tried:
        name = topic("codec")
        produce(name, values, compression_type=codec)
        reader = consumer(unique("g"))
        reader.subscribe([name])
        assert read(reader, len(values)) == values, codec
        reader.close()


def groups():
    # Its third, the sticky one, fails by itself in the version that Debian has.
    for assignor in (RangePartitionAssignor, RoundRobinPartitionAssignor):
        name = topic("group", 4)
        group = unique("g")
        options = dict(partition_assignment_strategy=[assignor])
        first = Member(consumer(group, **options), name)
        until("all partitions", lambda: len(first.assignment) == 4)
        second = Member(consumer(group, **options), name)
        until("half of the partitions", lambda: len(first.assignment) == len(second.assignment) == 2)
        produce(name, numbers(0, 40), 4)
        until("all values", lambda: len(first.values) + len(second.values) == 40)
        first.stop()
        until("all partitions again", lambda: len(second.assignment) == 4)
        produce(name, numbers(40, 80), 4)
        until("all values", lambda: len(first.values) + len(second.values) == 80)
        second.stop()
        assert sorted(first.values + second.values, key=int) == numbers(0, 80)


def commits():
    name = topic("commit")
    group = unique("g")
    partition = TopicPartition(name, 0)
    produce(name, numbers(0, 10))
    one = consumer(group)
    one.subscribe([name])
    assert read(one, 10) == numbers(0, 10)
    assert one.committed(partition) is None
    one.commit({partition: OffsetAndMetadata(4, "a note")})
    assert one.committed(partition, metadata=True) == OffsetAndMetadata(4, "a note")
    done = []
    one.commit_async({partition: OffsetAndMetadata(6, "")}, callback=lambda offsets, error: done.append(error))
    until("an asynchronous commit", lambda: one.poll(10) is not None and done)
    one.close()
    two = consumer(group, enable_auto_commit=True, auto_commit_interval_ms=100)
    two.subscribe([name])
    assert read(two, 4) == numbers(6, 10)
    until("a commit in the background", lambda: two.poll(10) is not None and two.committed(partition) == 10)
    two.seek(partition, 2)
    assert read(two, 8) == numbers(2, 10)
    two.seek_to_beginning(partition)
    assert read(two, 10) == numbers(0, 10)
    two.close()


def times():
    name = topic("times")
    partition = TopicPartition(name, 0)
    producer = KafkaProducer(bootstrap_servers=BROKER, acks="all")
    for n in range(10):
        producer.send(name, str(n).encode(), partition=0, timestamp_ms=1000 * (n + 1)).get(60)
    producer.close()
    one = consumer(unique("g"))
    assert one.offsets_for_times({partition: 4500})[partition].offset == 4
    assert one.offsets_for_times({partition: 99000})[partition] is None
    assert one.beginning_offsets([partition]) == {partition: 0}
    assert one.end_offsets([partition]) == {partition: 10}
    one.close()


def patterns():
    prefix = unique("pattern")
    admin = KafkaAdminClient(bootstrap_servers=BROKER)
    admin.create_topics([NewTopic(prefix + "-a", 1, 1)])
    produce(prefix + "-a", ["1"])
    one = consumer(unique("g"))
    one.subscribe(pattern=prefix + "-.*")
    assert read(one, 1) == ["1"]
    one.commit()
    admin.create_topics([NewTopic(prefix + "-b", 1, 1)])
    produce(prefix + "-b", ["2"])
    assert read(one, 1) == ["2"]
    one.close()
    admin.close()


def admin():
    name = topic("admin", 2)
    group = unique("g")
    partition = TopicPartition(name, 0)
    produce(name, numbers(0, 10), 2)
    it = KafkaAdminClient(bootstrap_servers=BROKER)
    assert name in it.list_topics()
    assert len(it.describe_topics([name])[0]["partitions"]) == 2
    it.create_partitions({name: NewPartitions(3)})
    until("a third partition", lambda: len(it.describe_topics([name])[0]["partitions"]) == 3)
    assert len(it.describe_cluster()["brokers"]) == 1
    it.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {"retention.ms": "123456"})])

    def setting():
        answer = it.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name, {"retention.ms": None})])[0]
        return answer.resources[0][4][0][1]

    until("the setting", lambda: setting() == "123456")
    one = Member(consumer(group), name)
    until("all values", lambda: len(one.values) == 10)
    assert (group, "consumer") in it.list_consumer_groups()
    described = it.describe_consumer_groups([group])[0]
    assert described.state == "Stable" and len(described.members) == 1, described
    one.stop()
    assert it.list_consumer_group_offsets(group)[partition].offset == 5
    assert it.delete_consumer_groups([group])[0][1].errno == 0
    assert (group, "consumer") not in it.list_consumer_groups()
    it.delete_topics([name])
    until("the topic is gone", lambda: name not in it.list_topics())
    it.close()


globals()[SCENARIO]()
