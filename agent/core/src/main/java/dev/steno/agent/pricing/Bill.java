package dev.steno.agent.pricing;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what a usage costs by the prices of a model.
 *
 * <p>A part that is bigger than its whole was not counted in it, whatever it should have been, and
 * is added to it. What has no price of its own costs what the whole does.
 */
final class Bill {
  private static final int MILLION = 6;
  private static final int THOUSAND = 3;

  /** More than anybody counts in a call: what is above, or below 0, is no count. */
  private static final long MOST = 1_000_000_000_000L;

  private final Usage usage;
  private final Map<String, Price> prices;
  private long allInput;
  private BigDecimal sum = BigDecimal.ZERO;
  private boolean unpriced;

  private Bill(Usage usage, Map<String, Price> prices) {
    this.usage = usage;
    this.prices = prices;
  }

  /** US dollars; null when nothing was counted, or something that was has no price. */
  static @Nullable BigDecimal of(Usage usage, Map<String, Price> prices) {
    Bill bill = new Bill(usage, prices);
    if (!isCount(usage.inputTokens()) && !isCount(usage.outputTokens())) {
      return null;
    }
    bill.input();
    bill.output();
    bill.others();
    return bill.unpriced || prices.isEmpty() ? null : bill.sum;
  }

  private void input() {
    long all = count(usage.inputTokens());
    long read = count(usage.cacheReadInputTokens());
    long written = count(usage.cacheWriteInputTokens());
    long fresh = rest(all, read + written);
    allInput = fresh + read + written;

    long readAudio = Math.min(count(Billed.CACHE_READ_AUDIO_INPUT_TOKENS), read);
    long readImage = Math.min(count(Billed.CACHE_READ_IMAGE_INPUT_TOKENS), read - readAudio);
    add(readAudio, "cache_audio_read_mtok", "cache_read_mtok", "input_audio_mtok", "input_mtok");
    add(readImage, "cache_image_read_mtok", "cache_read_mtok", "input_image_mtok", "input_mtok");
    add(read - readAudio - readImage, "cache_read_mtok", "input_mtok");

    long hour = Math.min(count(Billed.CACHE_WRITE_1H_INPUT_TOKENS), written);
    add(hour, "cache_write_1h_mtok", "cache_write_mtok", "input_mtok");
    add(written - hour, "cache_write_5m_mtok", "cache_write_mtok", "input_mtok");

    long audio = Math.min(Math.max(0, count(Billed.AUDIO_INPUT_TOKENS) - readAudio), fresh);
    long image = Math.max(0, count(Billed.IMAGE_INPUT_TOKENS) - readImage);
    image = Math.min(image, fresh - audio);
    long video = Math.min(count(Billed.VIDEO_INPUT_TOKENS), fresh - audio - image);
    add(audio, "input_audio_mtok", "input_mtok");
    add(image, "input_image_mtok", "input_mtok");
    add(video, "input_video_mtok", "input_mtok");
    add(fresh - audio - image - video, "input_mtok");
  }

  private void output() {
    long all = count(usage.outputTokens());
    long reasoning = count(usage.reasoningOutputTokens());
    long said = rest(all, reasoning);
    long audio = Math.min(count(Billed.AUDIO_OUTPUT_TOKENS), said);
    long image = Math.min(count(Billed.IMAGE_OUTPUT_TOKENS), said - audio);
    long video = Math.min(count(Billed.VIDEO_OUTPUT_TOKENS), said - audio - image);
    add(reasoning, "output_reasoning_mtok", "output_mtok");
    add(audio, "output_audio_mtok", "output_mtok");
    add(image, "output_image_mtok", "output_mtok");
    add(video, "output_video_mtok", "output_mtok");
    add(said - audio - image - video, "output_mtok");
  }

  /** What costs nothing unless there is a price for it. */
  private void others() {
    add(count(Billed.CITATION_TOKENS), prices.get("output_citation_mtok"), MILLION);
    add(count(Billed.WEB_SEARCHES), prices.get("web_searches_kcount"), THOUSAND);
    add(1, prices.get("requests_kcount"), THOUSAND);
  }

  private static long rest(long whole, long part) {
    return part > whole ? whole : whole - part;
  }

  /** Tokens, at the first of these prices that there is. */
  private void add(long count, String... names) {
    if (count == 0) {
      return;
    }
    for (String name : names) {
      Price price = prices.get(name);
      if (price != null) {
        add(count, price, MILLION);
        return;
      }
    }
    unpriced = true;
  }

  private void add(long count, @Nullable Price price, int digits) {
    if (price != null && count > 0) {
      BigDecimal each = price.at(allInput).movePointLeft(digits);
      sum = sum.add(each.multiply(BigDecimal.valueOf(count)));
    }
  }

  private long count(Billed what) {
    return count(usage.billed().get(what));
  }

  private static long count(@Nullable Long told) {
    return told != null && isCount(told) ? told : 0;
  }

  private static boolean isCount(@Nullable Long told) {
    return told != null && told >= 0 && told <= MOST;
  }
}
