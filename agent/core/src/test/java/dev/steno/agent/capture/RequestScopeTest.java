package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.StepStart;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.Recognition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scopes of requests that no one thread serves. */
class RequestScopeTest {
  private static final String CHAT = "http://api.openai.com/v1/chat/completions";

  private final Outbox<Item> outbox = new Outbox<>(1 << 16);
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void install() {
    OpenCalls open = new OpenCalls(1 << 24, 3_600_000_000_000L);
    PrintStream said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Recognition recognition = new Recognition(List.of(), List.of());
    new Recorder(
            outbox,
            open,
            new Health(),
            new Log(said, false),
            Clock.systemUTC(),
            recognition,
            () -> {})
        .install();
  }

  private Scope of(String user) {
    Scope.Reader reader =
        (scope, subject) -> {
          asked.incrementAndGet();
          scope.tell(Source.PRINCIPAL, Fact.USER_ID, subject);
        };
    return Objects.requireNonNull(Recorder.request("web", reader, user));
  }

  private String called() {
    Tap call =
        Recorder.begin(CallStart.http("client", new Object(), "POST", URI.create(CHAT)), null);
    Objects.requireNonNull(call).leave();
    ScopeFacts facts = ((Item.Begin) Objects.requireNonNull(outbox.poll())).facts();
    return facts.text(Source.PRINCIPAL, Fact.USER_ID);
  }

  private String calledIn(Scope scope) {
    Runnable leaving = Recorder.within(scope);
    try {
      return called();
    } finally {
      if (leaving != null) {
        leaving.run();
      }
    }
  }

  @Test
  void isAskedOnWhateverThreadNeedsToKnow() {
    Scope alice = of("alice");
    assertThat(called()).isNull();
    assertThat(CompletableFuture.supplyAsync(() -> calledIn(alice)).join()).isEqualTo("alice");
    assertThat(calledIn(alice)).isEqualTo("alice");
    assertThat(called()).isNull();
  }

  @Test
  void isAskedAgain() {
    Scope scope = of("alice");
    Runnable leaving = Objects.requireNonNull(Recorder.within(scope));
    Object early = Objects.requireNonNull(Recorder.here());
    leaving.run();
    int before = asked.get();
    Runnable later = Objects.requireNonNull(Recorder.within(early));
    assertThat(called()).isEqualTo("alice");
    later.run();
    assertThat(asked.get()).isGreaterThan(before);
  }

  @Test
  void isNotAskedForNothing() {
    Runnable leaving = Objects.requireNonNull(Recorder.within(of("alice")));
    leaving.run();
    assertThat(asked).hasValue(0);
  }

  @Test
  void isNotAskedWhenItIsOver() {
    Scope alice = of("alice");
    assertThat(calledIn(alice)).isEqualTo("alice");
    alice.leave();
    int before = asked.get();
    assertThat(calledIn(alice)).isEqualTo("alice");
    assertThat(asked).hasValue(before);
  }

  @Test
  void countsBeforeWhatTheThreadIsInsideOf() {
    Runnable alice = Objects.requireNonNull(Recorder.within(of("alice")));
    assertThat(calledIn(of("bob"))).isEqualTo("bob");
    assertThat(called()).isEqualTo("alice");
    alice.run();
    assertThat(called()).isNull();
  }

  @Test
  void isNotGoneIntoOnceMoreFromWithin() {
    Scope alice = of("alice");
    Runnable leaving = Objects.requireNonNull(Recorder.within(alice));
    Step turn =
        Objects.requireNonNull(
            Recorder.step(StepStart.of("framework", Step.Kind.AGENT, new Object()), null));
    assertThat(Recorder.within(alice)).isNull();
    assertThat(Recorder.innermost()).isSameAs(turn);
    turn.leave();
    turn.end();
    leaving.run();
  }

  @Test
  void leavingItOnAnyThreadTakesNothingFromThatThread() {
    Runnable leaving = Objects.requireNonNull(Recorder.within(of("alice")));
    of("bob").leave();
    assertThat(called()).isEqualTo("alice");
    leaving.run();
  }

  @Test
  void aCallThatIsGoneOnWithElsewhereIsInItsScope() {
    Scope alice = of("alice");
    CallStart start = CallStart.http("client", new Object(), "POST", URI.create(CHAT));
    Runnable leaving = Objects.requireNonNull(Recorder.within(alice));
    Objects.requireNonNull(Recorder.begin(start, null)).leave();
    leaving.run();
    Tap again = Objects.requireNonNull(Recorder.reenter(start));
    assertThat(Recorder.within(alice)).isNull();
    again.leave();
  }
}
