package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.Ending;
import dev.steno.agent.wire.Ending.How;
import dev.steno.agent.wire.Recognition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application's threads pass on of a call, and that they get their own bytes back. */
class CallTapTest {
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final Outbox<Item> outbox = new Outbox<>(1 << 20);
  private final OpenCalls open = new OpenCalls(1 << 20, HOUR_NANOS);
  private final Health health = new Health();
  private final Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
  private final AtomicInteger firstCalls = new AtomicInteger();

  private Tap begin(Object key) {
    new Recorder(
            outbox,
            open,
            health,
            log,
            Clock.systemUTC(),
            new Recognition(List.of(), List.of()),
            firstCalls::incrementAndGet)
        .install();
    return Recorder.begin(
        new CallStart("test", Layer.SDK, key, "POST", "/v1/chat/completions", "localhost", 80),
        null);
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (Item item = outbox.poll(); item != null; item = outbox.poll()) {
      items.add(item);
    }
    return items;
  }

  private static byte[] bodyOf(List<Item> items) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Item item : items) {
      if (item instanceof Item.Body body) {
        all.write(body.bytes(), 0, body.length());
      }
    }
    return all.toByteArray();
  }

  private static Item.End endOf(List<Item> items) {
    return (Item.End) items.get(items.size() - 1);
  }

  private static byte[] some(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  @Test
  void aBodyReadByteByByteAndInPiecesIsPassedOnWhole() throws IOException {
    byte[] sent = some(100_000);
    Tap tap = begin(new Object());
    tap.leave();
    tap.response(this, 200, "application/json", null, "req-1");
    InputStream body = tap.body(new ByteArrayInputStream(sent), this);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    got.write(body.read());
    got.write(body.readNBytes(10));
    byte[] buffer = new byte[777];
    for (int read = body.read(buffer, 3, 700); read >= 0; read = body.read(buffer, 3, 700)) {
      got.write(buffer, 3, read);
    }
    body.close();
    List<Item> items = items();
    assertThat(got.toByteArray()).isEqualTo(sent);
    assertThat(bodyOf(items)).isEqualTo(sent);
    assertThat(endOf(items).ending().how()).isEqualTo(How.END_OF_BODY);
    assertThat(items.stream().filter(Item.End.class::isInstance)).hasSize(1);
    assertThat(firstCalls).hasValue(1);
  }

  @Test
  void aBufferOfAnyKindIsPassedOnAndLeftAsItIs() {
    byte[] sent = some(40_000);
    Tap tap = begin(new Object());
    tap.leave();
    tap.response(this, 200, "application/json", null, "req-1");
    ByteBuffer direct = ByteBuffer.allocateDirect(10_007).put(sent, 0, 10_000).flip();
    ByteBuffer readOnly = ByteBuffer.wrap(sent, 10_000, 10_000).slice().asReadOnlyBuffer();
    ByteBuffer ofTheHeap = ByteBuffer.wrap(sent, 20_000, 20_000);
    for (ByteBuffer buffer : List.of(direct, readOnly, ofTheHeap)) {
      int position = buffer.position();
      int limit = buffer.limit();
      tap.bytes(buffer);
      assertThat(buffer.position()).isEqualTo(position);
      assertThat(buffer.limit()).isEqualTo(limit);
    }
    tap.end();
    assertThat(bodyOf(items())).isEqualTo(sent);
  }

  /** Warm or not: the blocks that the bytes are copied to, and next to nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"array", "direct", "byte by byte"})
  void aChunkAllocatesItsOwnBytesOnly(String kind) {
    int chunks = 10_000;
    byte[] chunk = some(200);
    ByteBuffer direct = ByteBuffer.allocateDirect(chunk.length).put(chunk).flip();
    Tap tap = begin(new Object());
    tap.leave();
    tap.response(this, 200, "text/event-stream", null, "req-1");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int i = 0; i < chunks; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      switch (kind) {
        case "array" -> tap.bytes(chunk, 0, chunk.length);
        case "direct" -> tap.bytes(direct);
        default -> {
          for (byte b : chunk) {
            tap.single(b & 0xff);
          }
        }
      }
      if (i > 0) { // which loads classes
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
      }
      while (outbox.poll() != null) {
        // There is always room.
      }
    }
    tap.end();
    assertThat(allocated / (double) chunks).isBetween(200.0, 206.0);
  }

  @Test
  void bytesReadAgainAfterAResetArePassedOnOnce() throws IOException {
    byte[] sent = some(100);
    Tap tap = begin(new Object());
    tap.leave();
    InputStream body = tap.body(new ByteArrayInputStream(sent), this);
    body.readNBytes(10);
    body.mark(50);
    body.readNBytes(20);
    body.reset();
    assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(sent, 10, 100));
    assertThat(bodyOf(items())).isEqualTo(sent);
  }

  @Test
  void skippedBytesAreAGap() throws IOException {
    Tap tap = begin(new Object());
    tap.leave();
    InputStream body = tap.body(new ByteArrayInputStream(some(100)), this);
    body.readNBytes(10);
    assertThat(body.skip(10)).isEqualTo(10);
    body.readAllBytes();
    List<Item> items = items();
    assertThat(bodyOf(items)).hasSize(90);
    assertThat(items).anyMatch(item -> item instanceof Item.Body piece && piece.gap());
  }

  @Test
  void whatTheStreamThrowsIsThrownAndEndsTheCall() {
    IOException broken = new IOException("connection reset");
    Tap tap = begin(new Object());
    tap.leave();
    InputStream body =
        tap.body(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw broken;
              }
            },
            this);
    assertThatThrownBy(() -> body.read(new byte[5])).isSameAs(broken);
    assertThat(broken.getStackTrace())
        .noneMatch(f -> f.getClassName().startsWith("dev.steno.agent.capture.Tap"));
    Item.End end = endOf(items());
    assertThat(end.ending().how()).isEqualTo(How.FAILED);
    assertThat(end.ending().errorType()).isEqualTo("java.io.IOException");
    assertThat(end.ending().errorMessage()).isEqualTo("connection reset");
  }

  @Test
  void aFullOutboxDropsTheCallAndCountsIt() {
    Outbox<Item> full = new Outbox<>(1);
    new Recorder(
            full,
            open,
            health,
            log,
            Clock.systemUTC(),
            new Recognition(List.of(), List.of()),
            () -> {})
        .install();
    CallStart start =
        new CallStart("test", Layer.SDK, new Object(), "POST", "/v1/chat/completions", null, null);
    Tap tap = Recorder.begin(start, null);
    CallStart below =
        new CallStart("http", Layer.HTTP, new Object(), "POST", "/v1/chat/completions", "h", 1);
    Tap tapBelow = Recorder.begin(below, null);
    assertThat(tap.wantsRequest() || tapBelow.wantsRequest()).isFalse();
    assertThat(tap.wantsAnswer() || tapBelow.wantsAnswer()).isFalse();
    tapBelow.leave();
    tap.failed(new IOException());
    tap.leave();
    assertThat(health.summary()).isEqualTo("captured=1 dropped.outbox_full=1 linked=0");
    assertThat(full.poll()).isNull();
    assertThat(open.size()).isZero();
    assertThat(Frame.current()).isNull();
  }

  @Test
  void aRequestThatOpenCallsHaveNoRoomForIsDropped() throws IOException {
    Tap tap = begin(new Object());
    tap.leave();
    tap.request("application/json", copy -> copy.write(new byte[2 << 20]));
    InputStream own = new ByteArrayInputStream(some(3));
    assertThat(tap.body(own, this)).isSameAs(own);
    List<Item> items = items();
    assertThat(items.get(items.size() - 1)).isInstanceOf(Item.Drop.class);
    assertThat(open.size()).isZero();
  }

  @Test
  void bytesThatDoNotFitAreAGapAndTheEndComesAllTheSame() throws IOException {
    Tap tap = begin(new Object());
    tap.leave();
    byte[] sent = some(3 << 20);
    InputStream body = tap.body(new ByteArrayInputStream(sent), this);
    assertThat(body.readAllBytes()).isEqualTo(sent);
    Item.End end = endOf(items());
    assertThat(end.gap()).isTrue();
  }

  @Test
  void aResponseThatIsCollectedIsAbandoned() {
    long before = System.nanoTime();
    Tap tap = begin(new Object());
    tap.leave();
    WeakReference<Object> handle = new WeakReference<>(new Object());
    for (Object strong = handle.get(); strong != null; strong = null) {
      tap.response(strong, 200, "text/event-stream", null, null);
    }
    long heardLast = System.nanoTime();
    for (int i = 0; i < 1_000 && open.size() > 0; i++) {
      System.gc();
      open.sweepCollected();
    }
    Ending ending = endOf(items()).ending();
    assertThat(ending.how()).isEqualTo(How.ABANDONED);
    assertThat(ending.latencyNanos())
        .as("until something was heard last, and not until the collector ran")
        .isBetween(0L, heardLast - before);
  }

  @Test
  void anAnswerOfWhichNothingIsHeardIsAbandonedAfterTheTimeLimit() {
    Tap tap = begin(new Object());
    tap.leave();
    tap.response(this, 200, "text/event-stream", null, null);
    open.sweepIdle(System.nanoTime() + HOUR_NANOS / 2);
    assertThat(open.size()).isOne();
    open.sweepIdle(System.nanoTime() + 2 * HOUR_NANOS);
    assertThat(open.size()).isZero();
    assertThat(endOf(items()).ending().how()).isEqualTo(How.ABANDONED);
  }

  @Test
  void aCallInsideOfACallIsItsChildAndTheSameRequestIsNoSecondCall() {
    Object key = new Object();
    Tap outer = begin(key);
    assertThat(begin(key)).isNull();
    Tap inner = begin(new Object());
    inner.leave();
    outer.leave();
    assertThat(Frame.current()).isNull();
    List<Item> begun = items();
    Item.Begin first = (Item.Begin) begun.get(0);
    Item.Begin second = (Item.Begin) begun.get(1);
    assertThat(second.exchange().parentId()).isEqualTo(first.id());
    assertThat(first.exchange().parentId()).isNull();
  }

  @Test
  void aCallOnAnotherThreadFindsItsParentByTheCarrier() throws InterruptedException {
    Object carrier = new Object();
    Tap outer = begin(new Object());
    Recorder.handOff(carrier);
    Thread other =
        new Thread(
            () ->
                Recorder.begin(
                        new CallStart(
                            "test",
                            Layer.SDK,
                            new Object(),
                            "POST",
                            "/v1/embeddings",
                            "localhost",
                            80),
                        carrier)
                    .leave());
    other.start();
    other.join();
    outer.leave();
    List<Item> begun = items();
    assertThat(((Item.Begin) begun.get(1)).exchange().parentId()).isEqualTo(begun.get(0).id());
  }

  @Test
  void aBodyThatCannotBeWrittenDropsTheCallOnly() {
    Tap tap = begin(new Object());
    tap.request(
        null,
        copy -> {
          throw new IOException("the application's");
        });
    tap.leave();
    List<Item> items = items();
    assertThat(items.get(items.size() - 1)).isInstanceOf(Item.Drop.class);
    assertThat(Frame.current()).isNull();
  }

  @Test
  void anAttemptFindsItsCallByTheKeyOnAnyThread() throws InterruptedException {
    Object key = new Object();
    Tap tap = begin(key);
    tap.leave();
    Thread other = new Thread(() -> Recorder.attempt(key, 2));
    other.start();
    other.join();
    tap.failed(new IOException("gave up"));
    assertThat(endOf(items()).ending().attempts()).isEqualTo(2);
  }

  @Test
  void nothingOfTheApplicationIsHeldAfterTheEnd() {
    WeakReference<Object> key = new WeakReference<>(new Object());
    for (Object strong = key.get(); strong != null; strong = null) {
      Tap tap = begin(strong);
      Recorder.handOff(strong);
      tap.leave();
      tap.closed();
    }
    for (int i = 0; i < 100 && key.get() != null; i++) {
      System.gc();
    }
    assertThat(key.get()).isNull();
  }

  @Test
  void onlyModelCallsAreRecorded() {
    begin(new Object()).leave();
    assertThat(
            Recorder.begin(
                new CallStart("test", Layer.SDK, new Object(), "GET", "/v1/models", null, null),
                null))
        .isNull();
    assertThat(
            Recorder.begin(
                new CallStart("test", Layer.SDK, new Object(), "POST", "/v1/files", null, null),
                null))
        .isNull();
  }

  @Test
  void theRequestIsCopiedAsItIsWritten() throws IOException {
    byte[] json = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
    Tap tap = begin(new Object());
    tap.leave();
    tap.request(
        "application/json",
        copy -> {
          copy.write(json, 0, 5);
          copy.write(json[5]);
          copy.write(json, 6, json.length - 6);
        });
    Item.Request request = (Item.Request) items().get(1);
    assertThat(Arrays.copyOf(request.bytes(), request.length())).isEqualTo(json);
    assertThat(request.gap()).isFalse();
  }
}
