package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Event;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import dev.steno.agent.wire.Recognition;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scope of a request that comes from outside. */
class InboundScopeTest {
  private static final String WEB = "web";
  private static final Scope.Reader READER =
      (scope, subject) -> scope.tell(Source.PRINCIPAL, Fact.USER_ID, subject.toString());
  private static final Scope.Reader SILENT = (scope, subject) -> {};

  private final Outbox<Item> outbox = new Outbox<>(1 << 20);

  @BeforeEach
  void install() {
    Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    OpenCalls open = new OpenCalls(1 << 20, 3_600_000_000_000L);
    Recognition recognition = new Recognition(List.of(), List.of());
    new Recorder(outbox, open, new Health(), log, Clock.systemUTC(), recognition, () -> {})
        .install();
  }

  private static Scope inbound(Scope.Reader reader) {
    return Objects.requireNonNull(Recorder.inbound(WEB, reader));
  }

  /** Who speaks, of an event that happens here and now. */
  private @Nullable String user() {
    Recorder.happened(Event.Kind.EVENT, null, Map.of(), null);
    Item.Happened happened = (Item.Happened) Objects.requireNonNull(outbox.poll());
    return happened.facts().text(Source.PRINCIPAL, Fact.USER_ID);
  }

  @Test
  void isAboutWhatItWasAboutBefore() {
    Scope scope = inbound(READER);
    assertThat(scope.about("outer")).isNull();
    assertThat(scope.about("inner")).isEqualTo("outer");
    assertThat(user()).isEqualTo("inner");
    assertThat(scope.about("outer")).isEqualTo("inner");
    assertThat(user()).isEqualTo("outer");
    scope.leave();
    assertThat(user()).isNull();
  }

  @Test
  void inheritsNothingFromWhatItsThreadWasHanded() throws Exception {
    Scope first = inbound(READER);
    first.about("alice");
    Object carrier = Objects.requireNonNull(Recorder.here());
    first.leave();
    CompletableFuture.runAsync(
            () -> {
              Runnable left = Objects.requireNonNull(Recorder.inside(carrier));
              assertThat(user()).isEqualTo("alice");
              Scope next = inbound(SILENT);
              next.about("nobody");
              assertThat(user()).isNull();
              next.leave();
              assertThat(user()).isEqualTo("alice");
              left.run();
              assertThat(user()).isNull();
            })
        .get();
  }

  @Test
  void isNotAroundAnotherThreadNorAfterItsEnd() throws Exception {
    Scope scope = inbound(READER);
    scope.about("alice");
    Object carrier = Objects.requireNonNull(Recorder.here());
    assertThat(Recorder.enclosingScope(WEB)).isSameAs(scope);
    CompletableFuture.runAsync(
            () -> {
              Runnable left = Objects.requireNonNull(Recorder.inside(carrier));
              assertThat(Recorder.enclosingScope(WEB)).isNull();
              left.run();
            })
        .get();
    scope.leave();
    Runnable left = Objects.requireNonNull(Recorder.inside(carrier));
    assertThat(Recorder.enclosingScope(WEB)).isNull();
    left.run();
  }

  @Test
  void whoIsKnownOnlyLaterIsAskedWhenSomethingIsHandedOffOnceMore() throws Exception {
    Scope scope = inbound(READER);
    scope.about("nobody yet");
    assertThat(Recorder.here()).isNotNull();
    scope.about("alice");
    Object carrier = Objects.requireNonNull(Recorder.here());
    scope.leave();
    CompletableFuture.runAsync(
            () -> {
              Runnable left = Objects.requireNonNull(Recorder.inside(carrier));
              assertThat(user()).isEqualTo("alice");
              left.run();
            })
        .get();
  }
}
