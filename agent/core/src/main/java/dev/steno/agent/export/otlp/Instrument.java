package dev.steno.agent.export.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A histogram, or a counter of whole numbers, with a series for each set of attributes. */
final class Instrument {
  /** As in OpenTelemetry's own SDK; the last one is for all that has no room. */
  private static final int MOST_SERIES = 2_000;

  private static final Attributes REST =
      Attributes.builder().put("otel.metric.overflow", true).build();

  private final String name;
  private final String description;
  private final String unit;
  private final @Nullable List<Double> bounds;
  private final Map<Attributes, Series> series = new LinkedHashMap<>();

  /**
   * An instrument that has counted nothing yet.
   *
   * @param bounds of a histogram's buckets; null for a counter
   */
  Instrument(String name, String description, String unit, @Nullable List<Double> bounds) {
    this.name = name;
    this.description = description;
    this.unit = unit;
    this.bounds = bounds;
  }

  void record(double value, Attributes attributes) {
    boolean isRoom = series.size() < MOST_SERIES - 1 || series.containsKey(attributes);
    series.computeIfAbsent(isRoom ? attributes : REST, key -> new Series()).add(value);
  }

  /** What was counted since then; null when nothing was. */
  @Nullable MetricData collect(
      Source source, long startNanos, long nowNanos, AggregationTemporality temporality) {
    if (series.isEmpty()) {
      return null;
    }
    Data<?> data;
    if (bounds == null) {
      List<LongPointData> points = new ArrayList<>();
      series.forEach(
          (attributes, one) ->
              points.add(LongPointData.create(startNanos, nowNanos, attributes, (long) one.sum)));
      data = SumData.createLongSumData(true, temporality, points);
    } else {
      List<HistogramPointData> points = new ArrayList<>();
      series.forEach((attributes, one) -> points.add(one.point(startNanos, nowNanos, attributes)));
      data = HistogramData.create(temporality, points);
    }
    MetricDataType type = bounds == null ? MetricDataType.LONG_SUM : MetricDataType.HISTOGRAM;
    return new FinishedMetric(source, name, description, unit, type, data);
  }

  void reset() {
    series.clear();
  }

  private final class Series {
    private final long[] counts = new long[bounds == null ? 0 : bounds.size() + 1];
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
      if (bounds != null) {
        int bucket = 0;
        while (bucket < bounds.size() && value > bounds.get(bucket)) {
          bucket++;
        }
        counts[bucket]++;
      }
    }

    HistogramPointData point(long startNanos, long nowNanos, Attributes attributes) {
      List<Long> counted = new ArrayList<>(counts.length);
      for (long count : counts) {
        counted.add(count);
      }
      return HistogramPointData.create(
          startNanos,
          nowNanos,
          attributes,
          sum,
          true,
          min,
          true,
          max,
          bounds == null ? List.of() : bounds,
          counted);
    }
  }
}
