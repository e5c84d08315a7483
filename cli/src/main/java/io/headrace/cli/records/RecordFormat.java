package io.headrace.cli.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.common.header.Header;
import io.headrace.common.record.TimestampType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** How a record is printed. Used by one thread. */
interface RecordFormat {
    void write(ConsumerRecord<byte[], byte[]> record) throws IOException;

    /** Hands on what the format itself has held back. */
    void flush() throws IOException;

    /** The value's bytes and a line feed. */
    static RecordFormat values(OutputStream out, String nullValue) {
        byte[] none = nullValue.getBytes(StandardCharsets.UTF_8);
        return new Plain(out) {
            @Override
            public void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
                out.write(record.value() == null ? none : record.value());
                out.write('\n');
            }
        };
    }

    /** The key's bytes, a separator, the value's bytes and a line feed. */
    static RecordFormat keysAndValues(OutputStream out, String keySeparator, String nullValue) {
        byte[] separator = keySeparator.getBytes(StandardCharsets.UTF_8);
        byte[] none = nullValue.getBytes(StandardCharsets.UTF_8);
        return new Plain(out) {
            @Override
            public void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
                out.write(record.key() == null ? none : record.key());
                out.write(separator);
                out.write(record.value() == null ? none : record.value());
                out.write('\n');
            }
        };
    }

    /** One JSON object a line. Bytes that are not UTF-8 text are in Base64, under a name that says so. */
    static RecordFormat json(OutputStream out) throws IOException {
        return new Json(out);
    }

    /** A format that holds nothing back. */
    abstract class Plain implements RecordFormat {
        protected final OutputStream out;

        private Plain(OutputStream out) {
            this.out = out;
        }

        @Override
        public void flush() {
            // The stream is the console's, which flushes it.
        }
    }

    /** Records as JSON. */
    final class Json implements RecordFormat {
        private final JsonGenerator json;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

        private Json(OutputStream out) throws IOException {
            json = new JsonFactory().createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.setRootValueSeparator(new SerializedString(""));
        }

        @Override
        public void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
            json.writeStartObject();
            json.writeStringField("topic", record.topic());
            json.writeNumberField("partition", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeNumberField("timestamp", record.timestamp());
            if (record.timestampType() != TimestampType.NO_TIMESTAMP_TYPE) {
                json.writeStringField("timestampType", record.timestampType().toString());
            }
            writeBytes("key", record.key());
            writeBytes("value", record.value());
            json.writeArrayFieldStart("headers");
            for (Header header : record.headers()) {
                json.writeStartObject();
                json.writeStringField("key", header.key());
                writeBytes("value", header.value());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }

        @Override
        public void flush() throws IOException {
            json.flush();
        }

        private void writeBytes(String name, byte[] bytes) throws IOException {
            if (bytes == null) {
                json.writeNullField(name);
                return;
            }
            try {
                json.writeStringField(
                        name, decoder.decode(ByteBuffer.wrap(bytes)).toString());
            } catch (CharacterCodingException e) {
                json.writeBinaryField(name + "Base64", bytes);
            }
        }
    }
}
