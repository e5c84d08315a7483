// Scenarios for Sarama. Each ends with status 0 when everything was as expected; otherwise it says what was not.
//
// Usage: scenarios BOOTSTRAP_SERVERS SCENARIO
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/Shopify/sarama"
)

const patience = 60 * time.Second

var servers []string

func main() {
	servers = strings.Split(os.Args[1], ",")
	rand.Seed(time.Now().UnixNano())
	scenarios := map[string]func(){
		"codecs": codecs, "idempotence": idempotence, "groups": groups, "commits": commits, "times": times, "admin": admin,
		"large": large,
	}
	scenarios[os.Args[2]]()
}

func fail(format string, values ...interface{}) {
	fmt.Printf(format+"\n", values...)
	os.Exit(1)
}

func check(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

func expect(ok bool, format string, values ...interface{}) {
	if !ok {
		fail(format, values...)
	}
}

func name(prefix string) string {
	return fmt.Sprintf("sarama-%s-%d-%d", prefix, time.Now().UnixNano(), rand.Intn(1000))
}

func config(version sarama.KafkaVersion) *sarama.Config {
	c := sarama.NewConfig()
	c.Version = version
	c.ClientID = "scenarios"
	c.Producer.Return.Successes = true
	c.Consumer.Return.Errors = true
	c.Consumer.Offsets.Initial = sarama.OffsetOldest
	c.Consumer.Offsets.CommitInterval = 100 * time.Millisecond
	// Without it Sarama of this age commits in a version that brokers of today have dropped.
	c.Consumer.Offsets.Retention = time.Hour
	return c
}

func newest() *sarama.Config { return config(sarama.MaxVersion) }

func createTopic(topic string, partitions int32) {
	a, err := sarama.NewClusterAdmin(servers, newest())
	check(err, "admin")
	defer a.Close()
	check(a.CreateTopic(topic, &sarama.TopicDetail{NumPartitions: partitions, ReplicationFactor: 1}, false), "create "+topic)
}

func read(c *sarama.Config, topic string, partition int32, from int64, count int) []*sarama.ConsumerMessage {
	consumer, err := sarama.NewConsumer(servers, c)
	check(err, "consumer")
	defer consumer.Close()
	p, err := consumer.ConsumePartition(topic, partition, from)
	check(err, "consume "+topic)
	defer p.Close()
	var messages []*sarama.ConsumerMessage
	deadline := time.After(patience)
	for len(messages) < count {
		select {
		case m := <-p.Messages():
			messages = append(messages, m)
		case err := <-p.Errors():
			fail("reading %s: %v", topic, err)
		case <-deadline:
			fail("%s: %d of %d messages", topic, len(messages), count)
		}
	}
	return messages
}

// For each version of Kafka that it is told of, Sarama sends other versions of the requests.
func codecs() {
	versions := []sarama.KafkaVersion{sarama.V1_0_0_0, sarama.V1_1_0_0, sarama.V2_0_0_0, sarama.V2_1_0_0, sarama.V2_2_0_0}
	for _, version := range versions {
		for _, codec := range []sarama.CompressionCodec{sarama.CompressionNone, sarama.CompressionGZIP,
			sarama.CompressionSnappy, sarama.CompressionLZ4, sarama.CompressionZSTD} {
			// Sarama of this age sends it in a version of Produce in which no broker takes it.
			if codec == sarama.CompressionZSTD {
				continue
			}
			topic := name("codec-" + codec.String())
			c := config(version)
			c.Producer.Compression = codec
			c.Producer.Flush.Messages = 50
			c.Producer.Flush.Frequency = 20 * time.Millisecond
			producer, err := sarama.NewSyncProducer(servers, c)
			check(err, "producer")
			var messages []*sarama.ProducerMessage
			for i := 0; i < 200; i++ {
				m := &sarama.ProducerMessage{Topic: topic, Key: sarama.StringEncoder(fmt.Sprintf("k%d", i)),
					Value: sarama.StringEncoder(fmt.Sprintf("value-%d-%s", i, strings.Repeat("x", 100)))}
				if version.IsAtLeast(sarama.V0_11_0_0) {
					m.Headers = []sarama.RecordHeader{{Key: []byte("n"), Value: []byte{byte(i)}}, {Key: []byte("empty"), Value: nil}}
				}
				messages = append(messages, m)
			}
			// The topic is made by the first request for it.
			check(producer.SendMessages(messages), "send with "+codec.String()+" as "+version.String())
			check(producer.Close(), "close")
			for i, m := range read(c, topic, 0, sarama.OffsetOldest, 200) {
				expect(m.Offset == int64(i) && string(m.Key) == fmt.Sprintf("k%d", i) && strings.HasPrefix(string(m.Value), fmt.Sprintf("value-%d-", i)),
					"%s: %d %s %s", codec, m.Offset, m.Key, m.Value)
				if version.IsAtLeast(sarama.V0_11_0_0) {
					expect(len(m.Headers) == 2 && m.Headers[0].Value[0] == byte(i) && string(m.Headers[1].Key) == "empty", "headers of %d: %v", i, m.Headers)
				}
			}
		}
	}
}

func idempotence() {
	topic := name("idempotent")
	createTopic(topic, 3)
	c := newest()
	c.Producer.Idempotent = true
	c.Producer.RequiredAcks = sarama.WaitForAll
	c.Net.MaxOpenRequests = 1
	producer, err := sarama.NewAsyncProducer(servers, c)
	check(err, "producer")
	const count = 3000
	go func() {
		for i := 0; i < count; i++ {
			producer.Input() <- &sarama.ProducerMessage{Topic: topic, Key: sarama.StringEncoder(fmt.Sprint(i)), Value: sarama.StringEncoder(fmt.Sprint(i))}
		}
	}()
	perPartition := map[int32]int{}
	for i := 0; i < count; i++ {
		select {
		case m := <-producer.Successes():
			perPartition[m.Partition]++
		case err := <-producer.Errors():
			fail("send: %v", err)
		case <-time.After(patience):
			fail("%d of %d were acknowledged", i, count)
		}
	}
	check(producer.Close(), "close")
	seen := map[string]bool{}
	for p, n := range perPartition {
		for _, m := range read(c, topic, p, sarama.OffsetOldest, n) {
			expect(!seen[string(m.Value)], "twice: %s", m.Value)
			seen[string(m.Value)] = true
		}
	}
	expect(len(seen) == count, "%d", len(seen))
}

type member struct {
	id     string
	mutex  sync.Mutex
	owned  map[int32]bool
	values map[string]int
	cancel context.CancelFunc
	done   chan struct{}
}

func (m *member) Setup(s sarama.ConsumerGroupSession) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.owned = map[int32]bool{}
	for _, partitions := range s.Claims() {
		for _, p := range partitions {
			m.owned[p] = true
		}
	}
	return nil
}

func (m *member) Cleanup(sarama.ConsumerGroupSession) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.owned = map[int32]bool{}
	return nil
}

func (m *member) ConsumeClaim(s sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for message := range claim.Messages() {
		m.mutex.Lock()
		m.values[string(message.Value)]++
		m.mutex.Unlock()
		s.MarkMessage(message, "by "+m.id)
	}
	return nil
}

func (m *member) count() (owned int, values int) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return len(m.owned), len(m.values)
}

func join(group, topic, id string, strategy sarama.BalanceStrategy) *member {
	c := newest()
	c.Consumer.Group.Rebalance.Strategy = strategy
	c.Consumer.Group.Heartbeat.Interval = 200 * time.Millisecond
	c.Consumer.Group.Session.Timeout = 10 * time.Second
	g, err := sarama.NewConsumerGroup(servers, group, c)
	check(err, "group")
	go func() {
		for err := range g.Errors() {
			fmt.Printf("%s: %v\n", id, err)
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	m := &member{id: id, owned: map[int32]bool{}, values: map[string]int{}, cancel: cancel, done: make(chan struct{})}
	go func() {
		for ctx.Err() == nil {
			if err := g.Consume(ctx, []string{topic}, m); err != nil && ctx.Err() == nil {
				fmt.Printf("%s: consume: %v\n", id, err)
				time.Sleep(100 * time.Millisecond)
			}
		}
		if err := g.Close(); err != nil {
			fmt.Printf("%s: close: %v\n", id, err)
		}
		close(m.done)
	}()
	return m
}

func (m *member) leave() {
	m.cancel()
	<-m.done
}

func await(what string, condition func() bool) {
	deadline := time.Now().Add(patience)
	for !condition() {
		if time.Now().After(deadline) {
			fail("never: %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func send(topic string, from, to int) {
	producer, err := sarama.NewSyncProducer(servers, newest())
	check(err, "producer")
	defer producer.Close()
	var messages []*sarama.ProducerMessage
	for i := from; i < to; i++ {
		messages = append(messages, &sarama.ProducerMessage{Topic: topic, Key: sarama.StringEncoder(fmt.Sprint(i)), Value: sarama.StringEncoder(fmt.Sprint(i))})
	}
	check(producer.SendMessages(messages), "send")
}

func groups() {
	for _, strategy := range []sarama.BalanceStrategy{sarama.BalanceStrategyRange, sarama.BalanceStrategyRoundRobin} {
		topic, group := name("group"), name("group")
		createTopic(topic, 4)
		send(topic, 0, 100)
		one := join(group, topic, "one", strategy)
		await("one owns all", func() bool { owned, values := one.count(); return owned == 4 && values == 100 })
		two := join(group, topic, "two", strategy)
		await("they share", func() bool {
			a, _ := one.count()
			b, _ := two.count()
			return a == 2 && b == 2
		})
		a, err := sarama.NewClusterAdmin(servers, newest())
		check(err, "admin")
		described, err := a.DescribeConsumerGroups([]string{group})
		check(err, "describe group")
		expect(described[0].State == "Stable" && len(described[0].Members) == 2 && described[0].Protocol == strategy.Name(), "%+v", described[0])
		for _, m := range described[0].Members {
			assignment, err := m.GetMemberAssignment()
			check(err, "assignment")
			expect(len(assignment.Topics[topic]) == 2, "%v", assignment.Topics)
		}
		send(topic, 100, 200)
		await("all is read once", func() bool {
			_, a := one.count()
			_, b := two.count()
			return a+b >= 200
		})
		two.leave()
		await("one owns all again", func() bool { owned, _ := one.count(); return owned == 4 })
		send(topic, 200, 250)
		await("the rest comes to one", func() bool {
			_, a := one.count()
			_, b := two.count()
			return a+b >= 250
		})
		one.leave()
		// Who comes later goes on where the others stopped.
		send(topic, 250, 260)
		three := join(group, topic, "three", strategy)
		await("three reads on", func() bool { _, values := three.count(); return values >= 10 })
		for i := 250; i < 260; i++ {
			expect(three.values[fmt.Sprint(i)] == 1, "three has not %d, but %v", i, three.values)
		}
		three.leave()
		offsets, err := a.ListConsumerGroupOffsets(group, map[string][]int32{topic: {0, 1, 2, 3}})
		check(err, "group offsets")
		var sum int64
		for p := int32(0); p < 4; p++ {
			block := offsets.GetBlock(topic, p)
			sum += block.Offset
			expect(block.Err == sarama.ErrNoError && strings.HasPrefix(block.Metadata, "by "), "%+v", block)
		}
		expect(sum == 260, "committed: %d", sum)
		deleteGroup(group)
		groups, err := a.ListConsumerGroups()
		check(err, "list groups")
		_, there := groups[group]
		expect(!there, "still there: %s", group)
		check(a.Close(), "close")
	}
}

func deleteGroup(group string) {
	client, err := sarama.NewClient(servers, newest())
	check(err, "client")
	defer client.Close()
	coordinator, err := client.Coordinator(group)
	check(err, "coordinator")
	answer, err := coordinator.DeleteGroups(&sarama.DeleteGroupsRequest{Groups: []string{group}})
	check(err, "delete group")
	expect(answer.GroupErrorCodes[group] == sarama.ErrNoError, "%v", answer.GroupErrorCodes)
}

func commits() {
	for _, version := range []sarama.KafkaVersion{sarama.V1_0_0_0, sarama.V2_2_0_0} {
		topic, group := name("commits"), name("commits")
		createTopic(topic, 1)
		send(topic, 0, 10)
		c := config(version)
		client, err := sarama.NewClient(servers, c)
		check(err, "client")
		for turn, expected := range []int64{-2, 4, 7} {
			m, err := sarama.NewOffsetManagerFromClient(group, client)
			check(err, "offsets")
			p, err := m.ManagePartition(topic, 0)
			check(err, "partition")
			next, metadata := p.NextOffset()
			expect(next == expected, "turn %d: %d", turn, next)
			if turn > 0 {
				expect(metadata == "é", "metadata %q", metadata)
			}
			if turn < 2 {
				p.MarkOffset([]int64{4, 7}[turn], "é")
			} else {
				p.ResetOffset(2, "back")
			}
			p.AsyncClose()
			check(m.Close(), "close offsets")
		}
		m, err := sarama.NewOffsetManagerFromClient(group, client)
		check(err, "offsets")
		p, err := m.ManagePartition(topic, 0)
		check(err, "partition")
		next, metadata := p.NextOffset()
		expect(next == 2 && metadata == "back", "%d %s", next, metadata)
		p.AsyncClose()
		m.Close()
		client.Close()
	}
}

func times() {
	topic := name("times")
	createTopic(topic, 1)
	c := newest()
	base := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	producer, err := sarama.NewSyncProducer(servers, c)
	check(err, "producer")
	for i := 0; i < 10; i++ {
		_, offset, err := producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder(fmt.Sprint(i)), Timestamp: base.Add(time.Duration(i) * time.Minute)})
		check(err, "send")
		expect(offset == int64(i), "%d", offset)
	}
	producer.Close()
	client, err := sarama.NewClient(servers, c)
	check(err, "client")
	defer client.Close()
	at := func(ms int64) int64 {
		offset, err := client.GetOffset(topic, 0, ms)
		check(err, "offset")
		return offset
	}
	ms := base.UnixNano() / 1e6
	for i, pair := range [][2]int64{{sarama.OffsetOldest, 0}, {sarama.OffsetNewest, 10}, {ms, 0}, {ms + 1, 1}, {ms + 5*60000, 5}, {ms + 10*60000, -1}} {
		expect(at(pair[0]) == pair[1], "%d: %d", i, at(pair[0]))
	}
	messages := read(c, topic, 0, 7, 3)
	expect(messages[0].Timestamp.Equal(base.Add(7*time.Minute)), "%v", messages[0].Timestamp)
	// Behind the end.
	consumer, err := sarama.NewConsumer(servers, c)
	check(err, "consumer")
	_, err = consumer.ConsumePartition(topic, 0, 100)
	expect(err == sarama.ErrOffsetOutOfRange, "%v", err)
	_, err = consumer.ConsumePartition(topic, 7, 0)
	expect(err == sarama.ErrUnknownTopicOrPartition, "%v", err)
	// A topic without messages.
	empty := name("empty")
	createTopic(empty, 1)
	p, err := consumer.ConsumePartition(empty, 0, sarama.OffsetOldest)
	check(err, "consume")
	select {
	case m := <-p.Messages():
		fail("a message: %v", m)
	case err := <-p.Errors():
		fail("%v", err)
	case <-time.After(500 * time.Millisecond):
	}
	send(empty, 0, 1)
	select {
	case m := <-p.Messages():
		expect(string(m.Value) == "0", "%s", m.Value)
	case <-time.After(patience):
		fail("no message")
	}
	p.Close()
	consumer.Close()
}

func large() {
	topic := name("large")
	a, err := sarama.NewClusterAdmin(servers, newest())
	check(err, "admin")
	limit := "8000000"
	check(a.CreateTopic(topic, &sarama.TopicDetail{NumPartitions: 1, ReplicationFactor: 1, ConfigEntries: map[string]*string{"max.message.bytes": &limit}}, false), "create")
	c := newest()
	c.Producer.MaxMessageBytes = 20000000
	c.Consumer.Fetch.Default = 1000
	producer, err := sarama.NewSyncProducer(servers, c)
	check(err, "producer")
	value := make([]byte, 7000000)
	rand.Read(value)
	_, _, err = producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.ByteEncoder(value)})
	check(err, "send")
	_, _, err = producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.ByteEncoder(append(value, value...))})
	expect(err == sarama.ErrMessageSizeTooLarge, "%v", err)
	producer.Close()
	m := read(c, topic, 0, 0, 1)
	expect(bytes.Equal(m[0].Value, value), "another value")
	a.Close()
}

func admin() {
	a, err := sarama.NewClusterAdmin(servers, newest())
	check(err, "admin")
	topic := name("admin")
	retention := "3600000"
	detail := &sarama.TopicDetail{NumPartitions: 2, ReplicationFactor: 1, ConfigEntries: map[string]*string{"retention.ms": &retention}}
	check(a.CreateTopic(topic, detail, true), "validate")
	check(a.CreateTopic(topic, detail, false), "create")
	err = a.CreateTopic(topic, detail, false)
	var topicError *sarama.TopicError
	expect(errors.As(err, &topicError) && topicError.Err == sarama.ErrTopicAlreadyExists, "create again: %v", err)
	described, err := a.DescribeTopics([]string{topic, "nothing-of-this-name"})
	check(err, "describe")
	sort.Slice(described, func(i, j int) bool { return described[i].Name > described[j].Name })
	expect(len(described) == 2 && len(described[1].Partitions) == 2 || len(described[0].Partitions) == 2, "%+v %+v", described[0], described[1])
	check(a.CreatePartitions(topic, 4, nil, false), "partitions")
	brokers, _, err := a.DescribeCluster()
	check(err, "cluster")
	expect(len(brokers) == 1, "%v", brokers)
	send(topic, 0, 100)
	client, err := sarama.NewClient(servers, newest())
	check(err, "client")
	end, err := client.GetOffset(topic, 1, sarama.OffsetNewest)
	check(err, "offset")
	check(a.DeleteRecords(topic, map[int32]int64{1: end - 1}), "delete records")
	start, err := client.GetOffset(topic, 1, sarama.OffsetOldest)
	check(err, "offset")
	expect(start == end-1, "%d %d", start, end)
	client.Close()
	check(a.DeleteTopic(topic), "delete")
	err = a.DeleteTopic(topic)
	expect(err == sarama.ErrUnknownTopicOrPartition, "delete again: %v", err)
	check(a.Close(), "close")
}
