// What kafkajs does with a broker: node scenarios.js BROKER SCENARIO. Ends with 0 when all was as expected.
'use strict';

const assert = require('node:assert');
const { Kafka, CompressionTypes, CompressionCodecs, ConfigResourceTypes, PartitionAssigners, logLevel } = require('kafkajs');

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy');

const [broker, scenario] = process.argv.slice(2);
const unique = (word) => `${word}-js-${process.pid}-${Date.now().toString(36)}`;
const kafka = new Kafka({ clientId: 'kafkajs', brokers: [broker], logLevel: logLevel.ERROR });

async function until(what, condition) {
  const deadline = Date.now() + 60000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 60 s: ${what}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

async function withAdmin(work) {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function topic(word, numPartitions = 1) {
  const name = unique(word);
  await withAdmin((admin) => admin.createTopics({ waitForLeaders: true, topics: [{ topic: name, numPartitions }] }));
  return name;
}

async function produce(name, values, options = {}) {
  const producer = kafka.producer(options.producer);
  await producer.connect();
  await producer.send({
    topic: name,
    acks: -1,
    compression: options.compression,
    messages: values.map((value, n) => ({ key: `k${n}`, value, partition: options.partitions ? n % options.partitions : 0 })),
  });
  await producer.disconnect();
}

// A member of a group that notes what it gets.
async function member(groupId, subscription, options = {}) {
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: 6000,
    heartbeatInterval: 200,
    metadataMaxAge: 500,
    maxWaitTimeInMs: 200,
    retry: { initialRetryTime: 50 },
    ...options,
  });
  const it = { consumer, values: [], assignment: [], joins: 0 };
  consumer.on(consumer.events.GROUP_JOIN, (event) => {
    it.joins++;
    it.assignment = Object.values(event.payload.memberAssignment).flat();
  });
  await consumer.connect();
  await consumer.subscribe({ ...subscription, fromBeginning: true });
  await consumer.run({
    autoCommit: options.autoCommit !== false,
    eachMessage: async ({ topic: of, partition, message }) => {
      it.values.push(String(message.value));
      if (options.byHand) {
        await consumer.commitOffsets([{ topic: of, partition, offset: String(Number(message.offset) + 1) }]);
      }
    },
  });
  return it;
}

const numbers = (from, to) => Array.from({ length: to - from }, (_, n) => String(from + n));
const sorted = (values) => [...values].sort((a, b) => a - b);

const scenarios = {
  async codecs() {
    for (const compression of [CompressionTypes.None, CompressionTypes.GZIP, CompressionTypes.Snappy]) {
      const name = await topic('codec');
      const values = numbers(0, 200).map((n) => 'value value value '.repeat(5) + n);
      await produce(name, values, { compression });
      const reader = await member(unique('g'), { topic: name });
      await until('all values', () => reader.values.length === values.length);
      assert.deepStrictEqual(reader.values, values);
      await reader.consumer.disconnect();
    }
  },

  async idempotent() {
    const name = await topic('idempotent');
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    for (let n = 0; n < 20; n++) {
      await producer.send({ topic: name, acks: -1, messages: [{ value: String(n) }] });
    }
    await producer.disconnect();
    const offsets = await withAdmin((admin) => admin.fetchTopicOffsets(name));
    assert.strictEqual(offsets[0].high, '20');
  },

  async transactions() {
    const input = await topic('tx-in');
    const output = await topic('tx-out');
    const groupId = unique('g');
    const producer = kafka.producer({ transactionalId: unique('tx'), idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const aborted = await producer.transaction();
    await aborted.send({ topic: output, messages: [{ value: 'aborted' }] });
    await aborted.sendOffsets({ consumerGroupId: groupId, topics: [{ topic: input, partitions: [{ partition: 0, offset: '3' }] }] });
    await aborted.abort();
    const committed = await producer.transaction();
    await committed.send({ topic: output, messages: [{ value: 'committed' }] });
    await committed.sendOffsets({ consumerGroupId: groupId, topics: [{ topic: input, partitions: [{ partition: 0, offset: '7' }] }] });
    await committed.commit();
    await producer.disconnect();
    const reader = await member(unique('g'), { topic: output }, { readUncommitted: false });
    await until('the committed value', () => reader.values.length > 0);
    assert.deepStrictEqual(reader.values, ['committed']);
    await reader.consumer.disconnect();
    await withAdmin(async (admin) => {
      const offsets = await admin.fetchOffsets({ groupId, topics: [input] });
      assert.strictEqual(offsets[0].partitions[0].offset, '7');
    });
  },

  async groups() {
    const name = await topic('group', 4);
    const groupId = unique('g');
    const first = await member(groupId, { topic: name }, { partitionAssigners: [PartitionAssigners.roundRobin] });
    await until('all partitions', () => first.assignment.length === 4);
    const second = await member(groupId, { topic: name });
    await until('half of the partitions', () => first.assignment.length === 2 && second.assignment.length === 2);
    await produce(name, numbers(0, 40), { partitions: 4 });
    await until('all values', () => first.values.length + second.values.length === 40);
    await first.consumer.disconnect();
    await until('the partitions of the one that left', () => second.assignment.length === 4);
    await produce(name, numbers(40, 80), { partitions: 4 });
    await until('all values', () => first.values.length + second.values.length === 80);
    assert.deepStrictEqual(sorted([...first.values, ...second.values]), numbers(0, 80));
    await second.consumer.disconnect();
  },

  async commits() {
    const name = await topic('commit');
    const groupId = unique('g');
    await produce(name, numbers(0, 10));
    const first = await member(groupId, { topic: name }, { autoCommit: false, byHand: true });
    await until('ten values', () => first.values.length === 10);
    await first.consumer.disconnect();
    await produce(name, numbers(10, 15));
    const second = await member(groupId, { topic: name });
    await until('five more', () => second.values.length === 5);
    assert.deepStrictEqual(second.values, numbers(10, 15));
    second.consumer.seek({ topic: name, partition: 0, offset: '12' });
    await until('three again', () => second.values.length === 8);
    assert.deepStrictEqual(second.values.slice(5), ['12', '13', '14']);
    await second.consumer.disconnect();
  },

  async patterns() {
    const prefix = unique('pattern');
    await withAdmin((admin) => admin.createTopics({ topics: [{ topic: `${prefix}-a` }, { topic: `${prefix}-b` }] }));
    await produce(`${prefix}-a`, ['1']);
    await produce(`${prefix}-b`, ['2']);
    const reader = await member(unique('g'), { topic: new RegExp(`^${prefix}-.*`) });
    await until('both topics', () => reader.values.length === 2);
    assert.deepStrictEqual(sorted(reader.values), ['1', '2']);
    await reader.consumer.disconnect();
  },

  async admin() {
    const name = await topic('admin', 2);
    const groupId = unique('g');
    await produce(name, numbers(0, 10), { partitions: 2 });
    await withAdmin(async (admin) => {
      assert((await admin.listTopics()).includes(name));
      assert.strictEqual((await admin.fetchTopicMetadata({ topics: [name] })).topics[0].partitions.length, 2);
      await admin.createPartitions({ topicPartitions: [{ topic: name, count: 3 }] });
      await until('a third partition', async () => (await admin.fetchTopicMetadata({ topics: [name] })).topics[0].partitions.length === 3);
      assert.strictEqual((await admin.describeCluster()).brokers.length, 1);
      await admin.alterConfigs({
        resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries: [{ name: 'retention.ms', value: '123456' }] }],
      });
      await until('the setting', async () => {
        const described = await admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: ConfigResourceTypes.TOPIC, name, configNames: ['retention.ms'] }],
        });
        return described.resources[0].configEntries[0].configValue === '123456';
      });
      const reader = await member(groupId, { topic: name });
      await until('all values', () => reader.values.length === 10);
      assert((await admin.listGroups()).groups.some((group) => group.groupId === groupId));
      const described = await admin.describeGroups([groupId]);
      assert.strictEqual(described.groups[0].state, 'Stable');
      assert.strictEqual(described.groups[0].members.length, 1);
      await reader.consumer.disconnect();
      await admin.setOffsets({ groupId, topic: name, partitions: [{ partition: 0, offset: '1' }] });
      const offsets = await admin.fetchOffsets({ groupId, topics: [name] });
      assert.strictEqual(offsets[0].partitions.find((p) => p.partition === 0).offset, '1');
      await admin.resetOffsets({ groupId, topic: name, earliest: true });
      await admin.deleteGroups([groupId]);
      assert(!(await admin.listGroups()).groups.some((group) => group.groupId === groupId));
      await admin.deleteTopicRecords({ topic: name, partitions: [{ partition: 0, offset: '2' }] });
      const ends = await admin.fetchTopicOffsets(name);
      assert.strictEqual(ends.find((p) => p.partition === 0).low, '2');
      const byTime = await admin.fetchTopicOffsetsByTimestamp(name, Date.now() + 3600000);
      assert.strictEqual(byTime.length, 3);
      await admin.deleteTopics({ topics: [name] });
      await until('the topic is gone', async () => !(await admin.listTopics()).includes(name));
    });
  },
};

scenarios[scenario]().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
