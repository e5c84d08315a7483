// What @platformatic/kafka does with a broker: node scenarios.js BOOTSTRAP SCENARIO
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'

const [bootstrap, scenario] = process.argv.slice(2)
const common = { clientId: 'platformatic', bootstrapBrokers: [bootstrap] }
const codecs = ['none', 'gzip', 'snappy', 'lz4']
const perCodec = 100

const admin = new Admin(common)
const topic = `platformatic-${randomUUID()}`
await admin.createTopics({ topics: [topic], partitions: 3, replicas: 1 })

const producer = (more) => new Producer({ ...common, serializers: stringSerializers, ...more })

async function read (groupId, count, more) {
  const consumer = new Consumer({
    ...common,
    groupId,
    deserializers: stringDeserializers,
    autocommit: true,
    sessionTimeout: 6000,
    heartbeatInterval: 500,
    ...more
  })
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest' })
  // This client may read some records twice when its assignment comes while it fetches, from Apache's broker too.
  const values = new Set()
  for await (const message of stream) {
    values.add(message.value)
    if (values.size === count) {
      break
    }
  }
  await consumer.close(true)
  return [...values].sort()
}

async function produceWithAllCodecs () {
  const sent = []
  for (const compression of codecs) {
    const writer = producer({ idempotent: compression !== 'none' })
    const messages = Array.from({ length: perCodec }, (_, n) => {
      sent.push(`${compression}-${n}`)
      return { topic, key: `k${n}`, value: `${compression}-${n}`, headers: { h: 'x' } }
    })
    await writer.send({ messages, compression, acks: -1 })
    await writer.close()
  }
  return sent.sort()
}

const scenarios = {
  async classic () {
    const sent = await produceWithAllCodecs()
    const group = `classic-${randomUUID()}`
    assert.deepEqual(await read(group, sent.length, {}), sent)
    assert.equal((await admin.describeGroups({ groups: [group] })).get(group).state, 'EMPTY')
    await admin.deleteGroups({ groups: [group] })
    assert.equal((await admin.listGroups()).has(group), false)
  },

  async consumer () {
    const sent = await produceWithAllCodecs()
    assert.deepEqual(await read(`consumer-${randomUUID()}`, sent.length, { groupProtocol: 'consumer' }), sent)
  },

  async transactions () {
    const writer = producer({ idempotent: true, transactionalId: randomUUID() })
    for (const [value, commit] of [['first', true], ['void', false], ['second', true]]) {
      const transaction = await writer.beginTransaction()
      await transaction.send({ messages: [{ topic, key: 'k', value }] })
      await (commit ? transaction.commit() : transaction.abort())
    }
    await writer.close()
    // 1: read_committed
    assert.deepEqual(await read(`transactions-${randomUUID()}`, 2, { isolationLevel: 1 }), ['first', 'second'])
  }
}

setTimeout(() => {
  console.error(`${scenario} takes too long`)
  process.exit(1)
}, 90_000).unref()
await scenarios[scenario]()
await admin.deleteTopics({ topics: [topic] })
await admin.close()
process.exit(0)
