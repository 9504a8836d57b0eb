package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.JsonShape;
import dev.steno.agent.wire.Recognition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is a call, what is none, and which requests of several layers are the same one. */
class RecorderTest {
  private static final String CHAT = "http://llm.corp/v1/chat/completions";
  private static final byte[] QUESTION =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] ORDER = "{\"order\":4711}".getBytes(StandardCharsets.UTF_8);

  private final Outbox<Item> outbox = new Outbox<>(1 << 24);
  private final OpenCalls open = new OpenCalls(1 << 24, 3_600_000_000_000L);
  private final Health health = new Health();

  @BeforeEach
  void install() {
    Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    Recognition recognition = new Recognition(List.of("gw.corp"), List.of("off.corp"));
    new Recorder(outbox, open, health, log, Clock.systemUTC(), recognition, () -> {}).install();
  }

  private static Tap http(String url) {
    return http("client", url);
  }

  private static Tap http(String client, String url) {
    return Recorder.begin(CallStart.http(client, new Object(), "POST", URI.create(url)), null);
  }

  private static Tap sdk(String path) {
    return Recorder.begin(
        new CallStart("sdk", Layer.SDK, new Object(), "POST", path, null, null), null);
  }

  private static void send(Tap tap, byte[] body) {
    tap.requestBegin("application/json");
    tap.requestBytes(body, 0, body.length);
    tap.requestEnd();
  }

  private void answer(Tap tap) {
    tap.response(this, 200, "application/json", null, "req-1");
    tap.bytes(ByteBuffer.wrap(QUESTION));
    tap.end();
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (Item item = outbox.poll(); item != null; item = outbox.poll()) {
      items.add(item);
    }
    return items;
  }

  private static <T extends Item> List<T> only(List<Item> items, Class<T> type) {
    return items.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private long captured() {
    String summary = health.summary();
    return Long.parseLong(summary.substring("captured=".length(), summary.indexOf(' ')));
  }

  @Test
  void atAnUnknownServerNothingIsToldBeforeTheBodyAsksAModel() {
    Tap tap = http(CHAT);
    tap.leave();
    tap.requestBegin("application/json");
    tap.requestBytes(QUESTION, 0, 20);
    assertThat(items()).isEmpty();
    assertThat(captured()).isZero();
    tap.requestBytes(ByteBuffer.wrap(QUESTION, 20, QUESTION.length - 20));
    tap.requestEnd();
    assertThat(tap.wantsRequest()).isFalse();
    assertThat(tap.wantsAnswer()).isTrue();
    answer(tap);
    List<Item> items = items();
    assertThat(items).hasSize(5);
    Item.Request request = only(items, Item.Request.class).get(0);
    assertThat(new String(request.bytes(), 0, request.length(), StandardCharsets.UTF_8))
        .isEqualTo(new String(QUESTION, StandardCharsets.UTF_8));
    assertThat(captured()).isEqualTo(1);
  }

  @Test
  void aBodyThatAsksNoModelLeavesNoTrace() {
    Tap tap = http("http://shop.corp/survey/v1/responses");
    tap.leave();
    send(tap, ORDER);
    assertThat(tap.wantsRequest()).isFalse();
    assertThat(tap.wantsAnswer()).isFalse();
    answer(tap);
    assertThat(items()).isEmpty();
    assertThat(captured()).isZero();
    assertThat(open.size()).isZero();
  }

  @Test
  void noMoreOfALongBodyThanItsHeadIsLookedAt() {
    Tap tap = http("http://shop.corp/v1/responses");
    tap.leave();
    tap.requestBegin(null);
    byte[] piece = new byte[JsonShape.HEAD];
    tap.requestBytes(piece, 0, piece.length);
    assertThat(tap.wantsRequest()).isFalse();
  }

  @Test
  void anAnswerEndsABodyThatNobodyEnded() {
    Tap tap = http(CHAT);
    tap.leave();
    tap.requestBegin(null);
    tap.requestBytes(QUESTION, 0, QUESTION.length);
    assertThat(tap.wantsAnswer()).isTrue();
    answer(tap);
    assertThat(only(items(), Item.Request.class)).hasSize(1);
  }

  @Test
  void whatWasSentOfAnAttemptIsForgottenWhenTheNextBegins() {
    Tap tap = http(CHAT);
    tap.leave();
    tap.requestBegin(null);
    tap.requestBytes(QUESTION, 0, 7);
    send(tap, QUESTION);
    send(tap, QUESTION);
    List<Item.Request> requests = only(items(), Item.Request.class);
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).length()).isEqualTo(QUESTION.length);
  }

  @Test
  void aBodyThatWasNeverSentIsJudgedByItsPath() {
    Tap chat = http(CHAT);
    chat.leave();
    chat.failed(new IOException("refused"));
    Tap survey = http("http://shop.corp/survey/v1/responses");
    survey.leave();
    survey.failed(new IOException("refused"));
    assertThat(only(items(), Item.End.class)).hasSize(1);
    assertThat(captured()).isEqualTo(1);
  }

  @Test
  void aServerThatTheUserAddedIsAskedWhateverThePath() {
    Tap tap = http("http://gw.corp/talk");
    tap.leave();
    assertThat(only(items(), Item.Begin.class)).hasSize(1);
    assertThat(http("http://other.corp/talk")).isNull();
    assertThat(http("http://off.corp/v1/chat/completions")).isNull();
  }

  @Test
  void aRequestThatAnSdkMakesIsThatSdksCall() {
    Tap above = sdk("/chat/completions");
    send(above, QUESTION);
    for (int attempt = 0; attempt < 2; attempt++) {
      Tap below = http(CHAT);
      assertThat(below.wantsRequest()).isFalse();
      assertThat(below.wantsAnswer()).isFalse();
      send(below, QUESTION);
      answer(below);
      below.leave();
    }
    above.leave();
    answer(above);
    List<Item> items = items();
    assertThat(only(items, Item.Begin.class)).hasSize(1);
    assertThat(only(items, Item.Request.class)).hasSize(1);
    assertThat(only(items, Item.Body.class)).hasSize(1);
    Item.Below below = only(items, Item.Below.class).get(0);
    assertThat(below.host()).isEqualTo("llm.corp");
    assertThat(below.port()).isEqualTo(80);
    assertThat(below.status()).isEqualTo(200);
    assertThat(below.requestId()).isEqualTo("req-1");
    assertThat(only(items, Item.End.class).get(0).ending().attempts()).isEqualTo(2);
    assertThat(captured()).isEqualTo(1);
  }

  @Test
  void aRequestThatAnSdkMakesToElsewhereIsACallInsideOfIt() {
    Tap above = sdk("/chat/completions");
    Tap below = http("http://llm.corp/v1/moderations");
    send(below, "{\"model\":\"m\",\"input\":\"hi\"}".getBytes(StandardCharsets.UTF_8));
    below.leave();
    above.leave();
    List<Item.Begin> begun = only(items(), Item.Begin.class);
    assertThat(begun).hasSize(2);
    assertThat(begun.get(1).exchange().parentId()).isEqualTo(begun.get(0).id());
  }

  @Test
  void aClientOverAnotherIsOneCall() {
    Tap above = http("spring-webclient", CHAT);
    Tap below = http("java-http-client", CHAT);
    assertThat(below.wantsRequest()).isFalse();
    below.leave();
    above.leave();
    send(above, QUESTION);
    answer(above);
    assertThat(only(items(), Item.Begin.class)).hasSize(1);
  }

  @Test
  void theSameClientInsideOfItselfMakesACallOfItsOwn() {
    Tap outer = http(CHAT);
    send(outer, QUESTION);
    Tap inner = http(CHAT);
    send(inner, QUESTION);
    inner.leave();
    outer.leave();
    assertThat(only(items(), Item.Begin.class)).hasSize(2);
  }

  @Test
  void twoCallsWithOneBodyAreTwo() {
    for (int i = 0; i < 2; i++) {
      Tap tap = http(CHAT);
      tap.leave();
      send(tap, QUESTION);
      answer(tap);
    }
    assertThat(only(items(), Item.End.class)).hasSize(2);
  }

  @Test
  void aLowerLayerTellsTheBodyThatTheUpperCannotSee() throws IOException {
    Tap above = sdk("/audio/transcriptions");
    above.requestUnseen();
    Tap below = http("http://llm.corp/v1/audio/transcriptions");
    assertThat(below.wantsRequest()).isTrue();
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (OutputStream out = below.requestBody("multipart/form-data; boundary=x", wire)) {
      out.write(QUESTION);
    }
    below.leave();
    above.leave();
    assertThat(wire.toByteArray()).isEqualTo(QUESTION);
    Item.Request request = only(items(), Item.Request.class).get(0);
    assertThat(request.contentType()).isEqualTo("multipart/form-data; boundary=x");
    assertThat(request.length()).isEqualTo(QUESTION.length);
  }

  @Test
  void anExcludedServerBelowAnSdkTakesTheCallBack() {
    Tap above = sdk("/chat/completions");
    assertThat(http("http://off.corp/v1/chat/completions")).isNull();
    above.leave();
    answer(above);
    assertThat(only(items(), Item.Drop.class)).hasSize(1);
    assertThat(only(items(), Item.End.class)).isEmpty();
  }

  @Test
  void onAnotherThreadACarrierTellsTheCallAbove() throws InterruptedException {
    Tap above = sdk("/chat/completions");
    Object carrier = new Object();
    Recorder.handOff(carrier);
    above.leave();
    Thread other =
        new Thread(
            () -> {
              CallStart start = CallStart.http("client", new Object(), "POST", URI.create(CHAT));
              Tap below = Recorder.begin(start, carrier);
              assertThat(Recorder.current("client")).isSameAs(below);
              below.leave();
              assertThat(Recorder.current("client")).isNull();
            });
    other.start();
    other.join();
    assertThat(only(items(), Item.Begin.class)).hasSize(1);
  }

  private static Tap again(Object key) {
    return Recorder.reenter(
        new CallStart("sdk", Layer.SDK, key, "POST", "/chat/completions", null, null));
  }

  private static boolean isJoined() {
    Tap request = http(CHAT);
    request.leave();
    return !request.wantsAnswer();
  }

  @Test
  void anotherAttemptBelongsToTheCallThatWasLeft() {
    Object key = new Object();
    Recorder.begin(
            new CallStart("sdk", Layer.SDK, key, "POST", "/chat/completions", null, null), null)
        .leave();
    Tap once = http(CHAT);
    once.leave();
    send(once, QUESTION);
    assertThat(once.wantsAnswer()).isTrue();
    Tap again = again(key);
    assertThat(isJoined()).isTrue();
    assertThat(again(key)).as("inside of the call already").isNull();
    again.leave();
    assertThat(Recorder.current("sdk")).isNull();
    assertThat(again(new Object())).as("of an unknown call").isNull();
  }

  @Test
  void aRequestThatIsNoPartOfTheCallStepsAside() {
    Object key = new Object();
    CallStart start = CallStart.http("client", key, "POST", URI.create(CHAT));
    Tap tap = Recorder.begin(start, null);
    assertThat(Recorder.aside("client", key)).as("the call's own request").isNull();
    assertThat(Recorder.aside("other", new Object())).as("another client's").isNull();
    Runnable back = Recorder.aside("client", new Object());
    assertThat(Recorder.current("client")).isNull();
    Recorder.attempt("client");
    back.run();
    assertThat(Recorder.current("client")).isSameAs(tap);
    Recorder.attempt("client");
    Recorder.attempt("client");
    tap.leave();
    assertThat(Recorder.aside("client", new Object())).as("in no call").isNull();
    send(tap, QUESTION);
    answer(tap);
    assertThat(only(items(), Item.End.class).get(0).ending().attempts()).isEqualTo(2);
  }

  @Test
  void workThatFailsOutsideOfAHookGivesNothing() {
    assertThat(Recorder.<String>guarded(() -> "done")).isEqualTo("done");
    assertThat(
            Recorder.<String>guarded(
                () -> {
                  throw new StackOverflowError("as injected");
                }))
        .isNull();
  }

  @Test
  void whatStenoSendsItselfIsNotRecorded() throws InterruptedException {
    List<Tap> taps = new ArrayList<>();
    Thread ours = new Thread(() -> taps.add(http(CHAT)), "steno-otlp");
    ours.start();
    ours.join();
    assertThat(taps).containsExactly((Tap) null);
  }

  @Test
  void whatMayBeACallIsKnownBefore() {
    assertThat(Recorder.mayBegin(CallStart.http("client", this, "POST", URI.create(CHAT))))
        .isTrue();
    URI orders = URI.create("http://shop.corp/v1/orders");
    assertThat(Recorder.mayBegin(CallStart.http("client", this, "POST", orders))).isFalse();
  }

  @Test
  void anotherMethodThanPostIsNoCall() {
    CallStart get = CallStart.http("client", new Object(), "GET", URI.create(CHAT));
    assertThat(Recorder.begin(get, null)).isNull();
  }

  /** There may be no memory for a thread, and some later. */
  @Test
  void whatCannotBeginIsTriedAgainLaterAndTheCallIsRecorded() {
    AtomicLong millis = new AtomicLong(1_000_000);
    AtomicInteger tries = new AtomicInteger();
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
          }
        };
    Runnable threads =
        () -> {
          if (tries.incrementAndGet() == 1) {
            throw new IllegalStateException("no memory for a thread");
          }
        };
    Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    Recognition recognition = new Recognition(List.of("gw.corp"), List.of("off.corp"));
    new Recorder(outbox, open, health, log, clock, recognition, threads).install();
    for (int i = 0; i < 3; i++) {
      Tap tap = http(CHAT);
      send(tap, QUESTION);
      answer(tap);
      tap.leave();
    }
    assertThat(tries).hasValue(1);
    millis.addAndGet(1_000);
    for (int i = 0; i < 2; i++) {
      Tap tap = http(CHAT);
      send(tap, QUESTION);
      answer(tap);
      tap.leave();
    }
    assertThat(tries).hasValue(2);
    assertThat(only(items(), Item.Begin.class)).hasSize(5);
  }
}
