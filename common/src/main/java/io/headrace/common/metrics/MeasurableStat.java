package io.headrace.common.metrics;

/** A stat whose result is one number. */
public interface MeasurableStat extends Stat, Measurable {}
