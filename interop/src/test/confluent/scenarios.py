"""What confluent-kafka does with a broker: scenarios.py BROKER SCENARIO. Ends with 0 when all was as expected."""

import os
import sys
import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

BROKER, SCENARIO = sys.argv[1:3]
ADMIN = AdminClient({"bootstrap.servers": BROKER})


def unique(word):
    return "%s-confluent-%d-%x" % (word, os.getpid(), time.time_ns())


def topic(word, partitions=1, **config):
    name = unique(word)
    ADMIN.create_topics([NewTopic(name, partitions, 1, config=config)])[name].result(60)
    return name


def producer(**options):
    settings = {"bootstrap.servers": BROKER}
    settings.update(options)
    return Producer(settings)


def consumer(group, **options):
    settings = {
        "bootstrap.servers": BROKER,
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        "session.timeout.ms": 6000,
        "heartbeat.interval.ms": 200,
        "topic.metadata.refresh.interval.ms": 300,
    }
    settings.update(options)
    return Consumer(settings)


def numbers(count):
    return [b"%d" % n for n in range(count)]


def send(name, values, partitions=1):
    writer = producer()
    for n, value in enumerate(values):
        writer.produce(name, value, partition=n % partitions)
    assert writer.flush(60) == 0


def until(what, condition):
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("not within 60 s: " + what)


def read(source, count):
    messages = []

    def enough():
        message = source.poll(0.1)
        # A topic that is just being made is an error that passes.
        if message is not None and message.error() is None:
            messages.append(message)
        return len(messages) >= count

    until("%d messages" % count, enough)
    return messages


def codecs():
    names = []
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"]:
        # Made by the first message.
        names.append(unique(codec))
        failures = []
        writer = producer(**{"compression.type": codec, "linger.ms": 20, "enable.idempotence": codec != "none"})
        for n in range(500):
            headers = [("n", b"%d" % n), ("none", None)]
            writer.produce(names[-1], b"%d" % n, b"k", headers=headers, on_delivery=lambda e, _: failures.append(e))
        assert writer.flush(60) == 0
        assert failures == [None] * 500, failures
    reader = consumer(unique("group"))
    reader.subscribe(names)
    messages = read(reader, 500 * len(names))
    for name in names:
        mine = [m for m in messages if m.topic() == name]
        assert [m.value() for m in mine] == numbers(500), name
        assert mine[7].headers() == [("n", b"7"), ("none", None)], mine[7].headers()
    reader.close()


def groups():
    for assignor in ["range", "cooperative-sticky"]:
        name, group = topic("groups", 4), unique("group")
        send(name, numbers(100), 4)
        members = [consumer(group, **{"partition.assignment.strategy": assignor}) for _ in range(2)]
        seen = set()

        def owns(*counts):
            for member in members:
                message = member.poll(0.05)
                if message is not None and message.error() is None:
                    seen.add(message.value())
            return [len(member.assignment()) for member in members] == list(counts)

        members[0].subscribe([name])
        until("one owns all", lambda: owns(4, 0))
        members[1].subscribe([name])
        until("both own half", lambda: owns(2, 2))
        until("all is read", lambda: owns(2, 2) and len(seen) == 100)
        members.pop().close()
        until("one owns all again", lambda: owns(4))
        places = [TopicPartition(name, partition, 25) for partition in range(4)]
        members[0].commit(offsets=places, asynchronous=False)
        members.pop().close()
        send(name, [b"new"])
        later = consumer(group, **{"partition.assignment.strategy": assignor})
        later.subscribe([name])
        assert [m.value() for m in read(later, 1)] == [b"new"]
        later.close()


def patterns():
    prefix = unique("pattern")
    reader = consumer(unique("group"))
    reader.subscribe(["^" + prefix + "-.*"])
    reader.poll(0.2)
    send(prefix + "-1", [b"1"])
    send(prefix + "-2", [b"2"])
    assert sorted(m.value() for m in read(reader, 2)) == [b"1", b"2"]
    reader.close()


def transactions():
    source, sink, group, name = topic("source"), topic("sink", 2), unique("group"), unique("id")
    send(source, numbers(10))
    reader = consumer(group)
    reader.subscribe([source])
    writer = producer(**{"transactional.id": name})
    writer.init_transactions(60)
    writer.begin_transaction()
    writer.produce(sink, b"void")
    writer.flush(60)
    writer.abort_transaction(60)
    writer.begin_transaction()
    for message in read(reader, 10):
        writer.produce(sink, message.value())
    writer.send_offsets_to_transaction(
        reader.position(reader.assignment()), reader.consumer_group_metadata(), 60
    )
    writer.commit_transaction(60)
    successor = producer(**{"transactional.id": name})
    successor.init_transactions(60)
    writer.begin_transaction()
    try:
        writer.produce(sink, b"late")
        writer.commit_transaction(60)
        raise AssertionError("the first producer is not fenced")
    except KafkaException as e:
        assert e.args[0].code() in (KafkaError._FENCED, KafkaError._STATE), e
    committed = consumer(unique("group"), **{"isolation.level": "read_committed"})
    committed.subscribe([sink])
    assert sorted(m.value() for m in read(committed, 10)) == numbers(10)
    assert committed.poll(0.3) is None
    assert reader.committed([TopicPartition(source, 0)], 60)[0].offset == 10
    committed.close()
    reader.close()


def times():
    name = topic("times")
    base = int(time.time() * 1000) - 100_000
    writer = producer()
    for n, value in enumerate(numbers(10)):
        writer.produce(name, value, timestamp=base + n * 1000)
    assert writer.flush(60) == 0
    reader = consumer(unique("group"))

    def offset_at(timestamp):
        return reader.offsets_for_times([TopicPartition(name, 0, timestamp)], 60)[0].offset

    # -1: the end
    assert [offset_at(base + late) for late in (0, 1, 9000, 9001)] == [0, 1, 9, -1]
    assert reader.get_watermark_offsets(TopicPartition(name, 0), 60) == (0, 10)
    reader.assign([TopicPartition(name, 0, 7)])
    assert [m.value() for m in read(reader, 3)] == [b"7", b"8", b"9"]
    reader.seek(TopicPartition(name, 0, 2))
    assert read(reader, 1)[0].value() == b"2"
    reader.commit(offsets=[TopicPartition(name, 0, 5)], asynchronous=False)
    assert reader.committed([TopicPartition(name, 0)], 60)[0].offset == 5
    reader.close()


def large():
    name = topic("large", **{"max.message.bytes": "9000000"})
    value = os.urandom(7_000_000)
    failures = []
    writer = producer(**{"message.max.bytes": 20_000_000})
    for each in (value, value + value):
        writer.produce(name, each, on_delivery=lambda e, _: failures.append(e))
        assert writer.flush(60) == 0
    assert failures[0] is None and failures[1].code() == KafkaError.MSG_SIZE_TOO_LARGE, failures
    reader = consumer(unique("group"))
    reader.subscribe([name])
    assert read(reader, 1)[0].value() == value
    reader.close()


def admin():
    name = topic("admin")
    ADMIN.create_partitions([NewPartitions(name, 3)])[name].result(60)
    assert len(ADMIN.list_topics(name, 60).topics[name].partitions) == 3
    change = ConfigResource(ConfigResource.Type.TOPIC, name, set_config={"retention.ms": "123456"})
    ADMIN.alter_configs([change])[change].result(60)
    resource = ConfigResource(ConfigResource.Type.TOPIC, name)
    assert ADMIN.describe_configs([resource])[resource].result(60)["retention.ms"].value == "123456"
    group = unique("group")
    member = consumer(group)
    member.subscribe([name])

    def settled():
        member.poll(0.1)
        return len(member.assignment()) == 3

    until("a member with all partitions", settled)
    listed = ADMIN.list_groups(group, timeout=60)
    assert [(g.state, len(g.members)) for g in listed] == [("Stable", 1)], listed
    member.close()
    ADMIN.delete_topics([name])[name].result(60)


globals()[SCENARIO]()
