package io.headrace.common.metrics.stats;

/** A window that counts its values by bins. Guarded by the sensor's lock. */
class HistogramSample extends SampledStat.Sample {

    final Histogram histogram;

    HistogramSample(Histogram.BinScheme scheme, long now) {
        super(0.0, now);
        this.histogram = new Histogram(scheme);
    }

    @Override
    public void reset(long now) {
        super.reset(now);
        histogram.clear();
    }
}
