/**
 * What producers, consumers and admin clients must do, whoever wrote the client and whoever wrote the broker.
 *
 * <p>These classes use only what has the same name in {@code io.headrace} and in {@code org.apache.kafka}. The build makes
 * a second copy of them with Apache's imports ({@code io.headrace.interop.apachecontract}), and every class runs against
 * both brokers, so each sentence is tested four times; Apache's client on Apache's broker is the control.
 */
package io.headrace.interop.contract;
