package io.headrace.broker.api;

import io.headrace.broker.meter.LoopMeter;
import io.headrace.broker.net.Request;
import io.headrace.broker.net.RequestHandler;
import io.headrace.broker.quota.ClientQuotas;
import io.headrace.broker.quota.Throttle;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Reads header and body of a request and passes it to its API. What cannot be read, or is not served, ends the
 * connection, since no answer would be understood; the one exception is an ApiVersions request of an unknown version.
 *
 * <p>Stateless.
 */
public final class Dispatcher implements RequestHandler {

    private final ApiTable table;
    private final ClientQuotas quotas;
    private final List<LoopMeter> meters;

    /** Passes requests to the APIs of a table, within the quotas of clients; {@code meters} are by loop index. */
    public Dispatcher(ApiTable table, ClientQuotas quotas, List<LoopMeter> meters) {
        this.table = table;
        this.quotas = quotas;
        this.meters = List.copyOf(meters);
    }

    @Override
    public void handle(Request request) {
        try {
            Api<?> api = apiOf(request);
            if (api == null) {
                request.refuse("api " + request.apiId() + " is not served");
            } else if (api.takes(request.version())) {
                dispatch(request, api);
            } else if (api.key() == ApiKey.API_VERSIONS) {
                ((ApiVersionsApi) api).answerUnsupportedVersion(request);
            } else {
                request.refuse("version " + request.version() + " of " + api.key() + " is not served");
            }
        } catch (MalformedMessageException | UnsupportedVersionException e) {
            request.refuse("malformed " + request + ": " + e.getMessage());
        } catch (RuntimeException e) {
            request.fail(e);
        }
    }

    private Api<?> apiOf(Request request) {
        ApiKey key = ApiKey.forId(request.apiId());
        return key == null ? null : table.get(key);
    }

    private <Q extends ApiMessage> void dispatch(Request request, Api<Q> api) {
        ApiKey key = api.key();
        ByteBuf frame = request.frame();
        RequestHeader header = RequestHeader.read(frame, key.requestHeaderVersion(request.version()));
        @SuppressWarnings("unchecked") // The key and its API belong together.
        Q body = (Q) key.readRequest(frame, request.version());
        if (!api.needsFrame()) {
            request.releaseFrame();
        }
        Throttle throttle = quotas.throttle(request.connection().quotas(), header.clientId());
        LoopMeter meter = meters.get(request.loop().index());
        api.handle(new Call<>(request, key, header.clientId(), body, throttle, meter));
        throttle.handled();
    }
}
