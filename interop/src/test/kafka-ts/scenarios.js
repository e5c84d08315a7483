// What kafka-ts does with a broker: node scenarios.js BOOTSTRAP SCENARIO
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { API, createKafkaClient, setLogger } from 'kafka-ts'

const [bootstrap, scenario] = process.argv.slice(2)
const colon = bootstrap.lastIndexOf(':')
const bootstrapServers = [{ host: bootstrap.slice(0, colon), port: Number(bootstrap.slice(colon + 1)) }]
const quiet = () => {}
setLogger({ debug: quiet, info: quiet, warn: quiet, error: quiet })

const kafka = createKafkaClient({ clientId: 'kafka-ts', bootstrapServers })
const cluster = kafka.createCluster()
await cluster.connect()

const LATEST = -1n
const EARLIEST = -2n
const READ_COMMITTED = 1
const TOPIC = 2
const SET = 0
const UNKNOWN_TOPIC_OR_PARTITION = 3

const unique = (word) => `ts-${word}-${randomUUID()}`
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function until (what, condition) {
  const deadline = Date.now() + 60_000
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `never: ${what}`)
    await wait(20)
  }
}

async function createTopic (partitions, configs = []) {
  const name = unique('topic')
  await cluster.sendRequest(API.CREATE_TOPICS, {
    topics: [{ name, numPartitions: partitions, replicationFactor: 1, configs }],
    timeoutMs: 30_000,
    validateOnly: false
  })
  return name
}

async function send (topic, values, more = () => ({})) {
  const producer = kafka.createProducer({ allowTopicAutoCreation: true })
  await producer.send(values.map((value, n) => ({ topic, key: `k${value}`, value, headers: { n: `${n}` }, ...more(n) })))
  await producer.close()
}

async function offsets (topic, partition, ...timestamps) {
  const found = []
  for (const timestamp of timestamps) {
    const answer = await cluster.sendRequest(API.LIST_OFFSETS, {
      replicaId: -1,
      isolationLevel: READ_COMMITTED,
      timeoutMs: 10_000,
      topics: [{ name: topic, partitions: [{ partitionIndex: partition, currentLeaderEpoch: -1, timestamp }] }]
    })
    found.push(Number(answer.topics[0].partitions[0].offset))
  }
  return found
}

/** A member of a group, with all that came to it. */
async function member (topic, groupId, options) {
  const values = []
  const started = await kafka.startConsumer({
    topics: [topic],
    groupId,
    fromTimestamp: EARLIEST,
    maxWaitMs: 100,
    onBatch: (messages) => { values.push(...messages.map((message) => message.value)) },
    ...options
  })
  return { values, leave: () => started.close() }
}

const numbers = (from, to) => Array.from({ length: to - from }, (_, n) => `${from + n}`)

/** Two members share what there is, one leaves, and who joins later goes on where they stopped. */
async function share (options) {
  const topic = await createTopic(4)
  const group = unique('group')
  await send(topic, numbers(0, 200))
  const one = await member(topic, group, options)
  await until('all comes to one', () => one.values.length >= 200)
  const two = await member(topic, group, options)
  let sent = 200
  await until('both read', async () => {
    await send(topic, numbers(sent, sent + 20))
    sent += 20
    await wait(100)
    return two.values.length > 0
  })
  await until('nothing is missing', () => new Set([...one.values, ...two.values]).size === sent)
  await two.leave()
  const before = new Set(two.values)
  await send(topic, numbers(sent, sent + 20))
  sent += 20
  await until('the rest comes to one', () => new Set([...one.values, ...before]).size === sent)
  await one.leave()
  await send(topic, numbers(sent, sent + 5))
  const three = await member(topic, group, options)
  await until('three goes on', () => three.values.length >= 5)
  assert.deepEqual(three.values.sort(), numbers(sent, sent + 5))
  await three.leave()
  await until('the group is empty', async () => {
    const { groups } = await cluster.sendRequest(API.LIST_GROUPS, { statesFilter: ['Empty'], typesFilter: [] })
    return groups.some((each) => each.groupId === group)
  })
  await cluster.sendRequest(API.DELETE_GROUPS, { groupsNames: [group] })
}

const scenarios = {
  classic: () => share({}),

  consumer: () => share({ groupProtocol: 'consumer' }),

  /** A static member comes back and has its partitions at once. */
  async static () {
    const topic = await createTopic(2)
    const group = unique('static')
    await send(topic, numbers(0, 20))
    for (const groupProtocol of ['classic', 'consumer']) {
      const options = { groupProtocol, groupInstanceId: 'i1' }
      const first = await member(topic, `${group}-${groupProtocol}`, options)
      await until('it reads', () => first.values.length === 20)
      await first.leave()
      await send(topic, ['more'])
      const again = await member(topic, `${group}-${groupProtocol}`, options)
      await until('it reads on', () => again.values.length > 0)
      assert.deepEqual(again.values, ['more'])
      await again.leave()
      await cluster.sendRequest(API.DELETE_RECORDS, {
        topics: [{ name: topic, partitions: [0, 1].map((partitionIndex) => ({ partitionIndex, offset: -1n })) }],
        timeoutMs: 10_000
      })
      await send(topic, numbers(0, 20))
    }
  },

  /** Without a group: times, the ends of a log, a topic that the first message makes. */
  async times () {
    const topic = unique('times')
    const base = BigInt(Date.now()) - 3_600_000n
    await send(topic, numbers(0, 10), (n) => ({ partition: 0, timestamp: base + BigInt(n) * 60_000n }))
    assert.deepEqual(await offsets(topic, 0, EARLIEST, LATEST, base, base + 1n, base + 540_001n), [0, 10, 0, 1, -1])
    const late = await member(topic, null, { fromTimestamp: base + 300_000n })
    await until('the second half', () => late.values.length === 5)
    assert.deepEqual(late.values, numbers(5, 10))
    const next = await member(topic, null, { fromTimestamp: LATEST })
    await send(topic, ['new'], () => ({ partition: 0 }))
    await until('what is new', () => next.values.length === 1)
    assert.deepEqual(next.values, ['new'])
    await late.leave()
    await next.leave()
  },

  /** A record larger than a fetch may bring comes all the same. */
  async large () {
    const topic = await createTopic(1, [{ name: 'max.message.bytes', value: '900000' }])
    const value = randomUUID().repeat(10_000)
    await send(topic, [value])
    const reading = await member(topic, unique('large'), { partitionMaxBytes: 1000, maxBytes: 1000 })
    await until('it comes', () => reading.values.length === 1)
    assert.equal(reading.values[0], value)
    await reading.leave()
  },

  async admin () {
    const topic = await createTopic(1, [{ name: 'retention.ms', value: '3600000' }])
    const valueOf = async (name) => {
      const { results } = await cluster.sendRequest(API.DESCRIBE_CONFIGS, {
        resources: [{ resourceType: TOPIC, resourceName: topic, configurationKeys: [name] }],
        includeSynonyms: true,
        includeDocumentation: true
      })
      return results[0].configs[0].value
    }
    assert.equal(await valueOf('retention.ms'), '3600000')
    await cluster.sendRequest(API.INCREMENTAL_ALTER_CONFIGS, {
      resources: [{
        resourceType: TOPIC,
        resourceName: topic,
        configs: [{ name: 'retention.ms', configOperation: SET, value: '7200000' }]
      }],
      validateOnly: false
    })
    assert.equal(await valueOf('retention.ms'), '7200000')
    await cluster.sendRequest(API.CREATE_PARTITIONS, {
      topics: [{ name: topic, count: 3, assignments: null }],
      timeoutMs: 10_000,
      validateOnly: false
    })
    const { topics } = await cluster.sendRequest(API.DESCRIBE_TOPIC_PARTITIONS, {
      topics: [{ name: topic }],
      responsePartitionLimit: 100,
      cursor: null
    })
    assert.equal(topics[0].partitions.length, 3)
    const { brokers } = await cluster.sendRequest(API.DESCRIBE_CLUSTER, { includeClusterAuthorizedOperations: true })
    assert.equal(brokers.length, 1)
    await send(topic, numbers(0, 10), () => ({ partition: 2 }))
    await cluster.sendRequest(API.DELETE_RECORDS, {
      topics: [{ name: topic, partitions: [{ partitionIndex: 2, offset: 4n }] }],
      timeoutMs: 10_000
    })
    assert.deepEqual(await offsets(topic, 2, EARLIEST, LATEST), [4, 10])
    const producers = await cluster.sendRequest(API.DESCRIBE_PRODUCERS, {
      topics: [{ name: topic, partitionIndexes: [2] }]
    })
    assert.equal(producers.topics[0].partitions[0].activeProducers.length, 1)
    const logs = await cluster.sendRequest(API.DESCRIBE_LOG_DIRS, { topics: [{ topic, partitions: [0, 1, 2] }] })
    assert.equal(logs.results[0].topics[0].partitions.length, 3)
    await cluster.sendRequest(API.DELETE_TOPICS, { topics: [{ name: topic, topicId: null }], timeoutMs: 10_000 })
    await assert.rejects(
      cluster.sendRequest(API.DELETE_TOPICS, { topics: [{ name: topic, topicId: null }], timeoutMs: 10_000 }),
      (error) => error.errorCode === UNKNOWN_TOPIC_OR_PARTITION
    )
  }
}

setTimeout(() => {
  console.error(`${scenario} takes too long`)
  process.exit(1)
}, 90_000).unref()
await scenarios[scenario]()
await cluster.disconnect()
process.exit(0)
