package io.headrace.broker.api;

import io.headrace.broker.telemetry.ClientTelemetry;
import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.PushTelemetryRequest;
import io.headrace.protocol.message.PushTelemetryResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes metrics of a client (KIP-714). They are unpacked and given on by the disk's pool, since a receiver may wait. */
final class PushTelemetryApi extends Api<PushTelemetryRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(PushTelemetryApi.class);

    private final Services services;

    PushTelemetryApi(Services services) {
        super(ApiKey.PUSH_TELEMETRY, 0, 0);
        this.services = services;
    }

    @Override
    void handle(Call<PushTelemetryRequest> call) {
        PushTelemetryRequest body = call.body();
        ClientTelemetry telemetry = services.telemetry();
        Map<String, String> attributes = TelemetryAttributes.of(call);
        ByteBuf payload = Unpooled.wrappedBuffer(body.metrics());
        try {
            telemetry.admit(
                    body.clientInstanceId(),
                    attributes,
                    body.subscriptionId(),
                    body.compressionType(),
                    payload.readableBytes(),
                    body.terminating());
        } catch (ApiException e) {
            LOG.debug("metrics of client {} are not taken: {}", body.clientInstanceId(), e.getMessage());
            call.reply(
                    new PushTelemetryResponse().errorCode(Errors.forException(e).code()));
            return;
        }
        CompletionStage<Void> taken = CompletableFuture.runAsync(
                () -> telemetry.take(
                        body.clientInstanceId(), attributes, body.compressionType(), payload, body.terminating()),
                services.partitions().disk());
        call.when(taken, (nothing, failure) -> {
            if (failure != null) {
                LOG.warn("metrics of client {} could not be taken", body.clientInstanceId(), failure);
            }
            call.reply(new PushTelemetryResponse()
                    .errorCode((failure == null ? Errors.NONE : Errors.INVALID_RECORD).code()));
        });
    }
}
