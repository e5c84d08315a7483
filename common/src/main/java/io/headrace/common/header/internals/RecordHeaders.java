package io.headrace.common.header.internals;

import io.headrace.common.header.Header;
import io.headrace.common.header.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * The headers of one record, kept in a list. Owned by whoever owns the record; {@link #setReadOnly()} is final.
 *
 * <p>Records without headers are the common case, so nothing is allocated before the first header is added.
 */
public class RecordHeaders implements Headers {
    private static final Header[] NONE = {};

    private List<Header> headers;
    private volatile boolean readOnly;

    public RecordHeaders() {
        this.headers = List.of();
    }

    /**
     * Headers to begin with; null stands for none.
     *
     * @throws NullPointerException if one of the headers is null
     */
    public RecordHeaders(Header[] headers) {
        this.headers = headers == null ? List.of() : copyOf(Arrays.asList(headers));
    }

    /**
     * Headers to begin with; null stands for none.
     *
     * @throws NullPointerException if one of the headers is null
     */
    public RecordHeaders(Iterable<Header> headers) {
        this.headers = headers == null ? List.of() : copyOf(headers);
    }

    private static List<Header> copyOf(Iterable<Header> headers) {
        List<Header> copy = new ArrayList<>();
        for (Header header : headers) {
            copy.add(nonNull(header));
        }
        return copy;
    }

    private static Header nonNull(Header header) {
        return Objects.requireNonNull(header, "a record's header is null");
    }

    private static String nonNullKey(String key) {
        return Objects.requireNonNull(key, "a header needs a key");
    }

    @Override
    public Headers add(Header header) throws IllegalStateException {
        nonNull(header);
        requireWritable();
        if (headers.isEmpty()) {
            headers = new ArrayList<>(4);
        }
        headers.add(header);
        return this;
    }

    @Override
    public Headers add(String key, byte[] value) throws IllegalStateException {
        return add(new RecordHeader(key, value));
    }

    @Override
    public Headers remove(String key) throws IllegalStateException {
        requireWritable();
        nonNullKey(key);
        if (!headers.isEmpty()) {
            headers.removeIf(header -> header.key().equals(key));
        }
        return this;
    }

    @Override
    public Header lastHeader(String key) {
        nonNullKey(key);
        for (int i = headers.size() - 1; i >= 0; i--) {
            Header header = headers.get(i);
            if (header.key().equals(key)) {
                return header;
            }
        }
        return null;
    }

    /** A view: headers added later show up in iterators taken later. */
    @Override
    public Iterable<Header> headers(String key) {
        nonNullKey(key);
        return () -> headers.stream().filter(header -> header.key().equals(key)).iterator();
    }

    /** Iterates in the order of adding; {@code remove()} works as long as the headers are writable. */
    @Override
    public Iterator<Header> iterator() {
        if (headers.isEmpty()) {
            return Collections.emptyIterator();
        }
        Iterator<Header> inner = headers.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return inner.hasNext();
            }

            @Override
            public Header next() {
                return inner.next();
            }

            @Override
            public void remove() {
                requireWritable();
                inner.remove();
            }
        };
    }

    /** From now on every change throws {@link IllegalStateException}. There is no way back. */
    public void setReadOnly() {
        readOnly = true;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public Header[] toArray() {
        return headers.isEmpty() ? NONE : headers.toArray(NONE);
    }

    private void requireWritable() {
        if (readOnly) {
            throw new IllegalStateException("the headers are read-only: the record has been handed to a producer");
        }
    }

    @Override
    public boolean equals(Object o) {
        return this == o || (o instanceof RecordHeaders other && headers.equals(other.headers));
    }

    @Override
    public int hashCode() {
        return headers.hashCode();
    }

    @Override
    public String toString() {
        return "RecordHeaders(headers = " + headers + ", isReadOnly = " + readOnly + ")";
    }
}
