package io.headrace.broker.api;

import io.headrace.broker.telemetry.ClientTelemetry.Subscription;
import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.GetTelemetrySubscriptionsRequest;
import io.headrace.protocol.message.GetTelemetrySubscriptionsResponse;
import io.headrace.record.compress.CompressionType;
import java.util.List;

/** Tells a client which of its metrics are wanted, and how often (KIP-714). */
final class GetTelemetrySubscriptionsApi extends Api<GetTelemetrySubscriptionsRequest> {

    /** Best first. */
    private static final List<Byte> COMPRESSION = List.of(
            (byte) CompressionType.ZSTD.id(), (byte) CompressionType.LZ4.id(), (byte) CompressionType.GZIP.id(), (byte)
                    CompressionType.SNAPPY.id());

    private final Services services;

    GetTelemetrySubscriptionsApi(Services services) {
        super(ApiKey.GET_TELEMETRY_SUBSCRIPTIONS, 0, 0);
        this.services = services;
    }

    @Override
    void handle(Call<GetTelemetrySubscriptionsRequest> call) {
        try {
            Subscription wanted =
                    services.telemetry().subscription(call.body().clientInstanceId(), TelemetryAttributes.of(call));
            call.reply(new GetTelemetrySubscriptionsResponse()
                    .clientInstanceId(wanted.clientInstanceId())
                    .subscriptionId(wanted.id())
                    .acceptedCompressionTypes(COMPRESSION)
                    .pushIntervalMs(wanted.intervalMs())
                    .telemetryMaxBytes(wanted.maxBytes())
                    .deltaTemporality(true)
                    .requestedMetrics(wanted.metrics()));
        } catch (ApiException e) {
            call.reply(new GetTelemetrySubscriptionsResponse()
                    .errorCode(Errors.forException(e).code()));
        }
    }
}
