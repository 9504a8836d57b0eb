package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender does with what its exporter says. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SenderTest {
  private final List<Entry> entries = Entries.turns(10, 2);
  private final Deque<Throwable> failures = new ArrayDeque<>();
  private final Deque<Throwable> idleFailures = new ArrayDeque<>();
  private final List<Entry> taken = new ArrayList<>();
  private final CountDownLatch busy = new CountDownLatch(1);
  private int takes = 1;
  private int idled;
  private int closed;

  private final class Scripted implements Exporter {
    @Override
    public int export(List<Entry> waiting) throws Exception {
      busy.countDown();
      throwNext(failures);
      int some = takes > 0 ? Math.min(takes, waiting.size()) : takes;
      taken.addAll(waiting.subList(0, Math.max(0, some)));
      return some;
    }

    @Override
    public void idle() throws Exception {
      idled++;
      throwNext(idleFailures);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static void throwNext(Deque<Throwable> failures) throws Exception {
    Throwable failure = failures.poll();
    if (failure instanceof Exception exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private static DeliveryException failure(Remedy remedy, @Nullable Duration after, int entries) {
    return new DeliveryException(remedy, "host/path answered 499 no", after, entries, null);
  }

  private VirtualSender sender() {
    return new VirtualSender(clock -> new Scripted());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 512})
  void allIsTakenInOrder(int most) {
    takes = most;
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).isEqualTo(entries);
    assertThat(sender.counted()).isEqualTo("captured=14 delivered.vendor=14 dropped=0 linked=0");
    assertThat(sender.waits()).isEmpty();
  }

  @Test
  void atMost512AreGivenAtOnce() {
    takes = 10_000;
    VirtualSender sender = sender();
    sender.offer(Entries.turns(1_000, 2));
    sender.turn();
    assertThat(taken).hasSize(512);
  }

  @Test
  void theBoundOfTheBackOffDoublesUpToAMinuteAndBeginsAnewAfterSuccess() {
    VirtualSender sender = sender();
    for (int i = 0; i < 8; i++) {
      failures.add(failure(Remedy.RETRY, null, 1));
    }
    sender.offer(entries.subList(0, 1));
    sender.sendAll();
    failures.add(failure(Remedy.RETRY, null, 1));
    sender.offer(entries.subList(1, 2));
    sender.sendAll();
    assertThat(sender.waits().stream().map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 1L);
    assertThat(sender.health().errors().last()).hasSize(2);
  }

  @Test
  void theJitterIsFull() {
    for (double random : new double[] {0, 0.25, 0.999}) {
      failures.add(failure(Remedy.RETRY, null, 1));
      failures.add(failure(Remedy.RETRY, null, 1));
      VirtualSender sender = new VirtualSender(clock -> new Scripted(), 1 << 30, random);
      sender.offer(entries.subList(0, 1));
      sender.sendAll();
      assertThat(sender.waits()).hasSize(2);
      assertThat(sender.waits().get(0).toNanos()).isEqualTo(Math.max(1, (long) (1e9 * random)));
      assertThat(sender.waits().get(1).toNanos()).isEqualTo(Math.max(1, (long) (2e9 * random)));
    }
  }

  @Test
  void itIsNeverEarlierThanTheServerSaysAlsoWhenTheRequestTookLong() {
    VirtualSender[] sender = new VirtualSender[1];
    int[] exports = new int[1];
    sender[0] =
        new VirtualSender(
            clock ->
                waiting -> {
                  if (exports[0]++ == 0) {
                    sender[0].pass(Duration.ofSeconds(30));
                    throw failure(Remedy.RETRY, Duration.ofSeconds(20), 1);
                  }
                  return 1;
                });
    sender[0].offer(entries.subList(0, 1));
    assertThat(sender[0].turn()).isEqualTo(Duration.ofSeconds(20));
    assertThat(sender[0].turn()).isEqualTo(Duration.ofSeconds(20));
    sender[0].pass(Duration.ofSeconds(19));
    sender[0].offer(entries.subList(1, 2)); // which wakes it
    assertThat(sender[0].turn()).isEqualTo(Duration.ofSeconds(1));
    assertThat(exports[0]).isEqualTo(1);
    sender[0].pass(Duration.ofSeconds(1));
    assertThat(sender[0].turn()).isEqualTo(Duration.ZERO);
  }

  @Test
  void whatIsRefusedIsLostAndTheNextGoOn() {
    failures.add(failure(Remedy.SET_ASIDE, null, 1));
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).isEqualTo(entries.subList(1, 10));
    assertThat(sender.counted())
        .isEqualTo("captured=14 delivered.vendor=12 dropped.refused.vendor=2 linked=0");
    assertThat(sender.lines())
        .containsExactly(
            "steno: the exporter vendor lost a record that is not taken there: "
                + "host/path answered 499"); // and no word of what it said
    assertThat(sender.health().errors().last()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 11, 1_000})
  void aRefusalOfSeveralIsNotBelieved(int count) {
    failures.add(failure(Remedy.SET_ASIDE, null, count));
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).isEqualTo(entries);
    assertThat(sender.counted()).contains("dropped=0");
  }

  @Test
  void whoIsNotLetInPausesForFiveMinutes() {
    failures.add(failure(Remedy.PAUSE, null, 1));
    failures.add(failure(Remedy.PAUSE, null, 1));
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.sendAll();
    assertThat(sender.waits()).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(5));
    assertThat(taken).isEqualTo(entries);
  }

  @Test
  void whatElseIsThrownLosesTheRecordThatItIsAboutAndSaysNoContent() {
    Map<Entry, Throwable> bad =
        Map.of(
            entries.get(2), new IllegalStateException("the content of a call"),
            entries.get(3), new OutOfMemoryError(),
            entries.get(7), new StackOverflowError(),
            entries.get(8), new IOException("/full/disk"));
    VirtualSender sender =
        new VirtualSender(
            clock ->
                waiting -> {
                  for (Entry entry : waiting) {
                    throwNext(
                        new ArrayDeque<>(
                            bad.containsKey(entry) ? List.of(bad.get(entry)) : List.of()));
                  }
                  taken.addAll(waiting);
                  return waiting.size();
                });
    sender.offer(entries);
    sender.sendAll();
    List<Entry> good = new ArrayList<>(entries);
    good.removeAll(bad.keySet());
    assertThat(taken).isEqualTo(good);
    assertThat(sender.counted())
        .isEqualTo("captured=14 delivered.vendor=9 dropped.export_failed.vendor=5 linked=0");
    assertThat(String.join("\n", sender.lines()))
        .contains("IllegalStateException", "/full/disk")
        .doesNotContain("content");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 11})
  void aWrongCountIsAFailureAndNoEndlessLoop(int count) {
    VirtualSender sender =
        new VirtualSender(
            clock -> waiting -> waiting.contains(entries.get(3)) ? count : waiting.size());
    sender.offer(entries);
    sender.sendAll();
    assertThat(sender.counted())
        .isEqualTo("captured=14 delivered.vendor=12 dropped.export_failed.vendor=2 linked=0");
  }

  @Test
  void anExporterThatCannotBeMadeLosesAllAndIsMadeOnce() {
    int[] made = new int[1];
    VirtualSender sender =
        new VirtualSender(
            clock -> {
              made[0]++;
              throw new IllegalArgumentException("secret");
            });
    sender.offer(entries);
    sender.sendAll();
    sender.finish();
    assertThat(made[0]).isEqualTo(1);
    assertThat(sender.counted()).isEqualTo("captured=14 dropped.export_failed.vendor=14 linked=0");
    assertThat(sender.lines().get(0)).contains("vendor is off").doesNotContain("secret");
  }

  @Test
  void anExporterForWhichThereIsNoMemoryIsMadeLater() {
    int[] made = new int[1];
    VirtualSender sender =
        new VirtualSender(
            clock -> {
              if (made[0]++ == 0) {
                throw new OutOfMemoryError();
              }
              return new Scripted();
            });
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).isEqualTo(entries);
  }

  @Test
  void whatDoesNotFitIsCountedAndSaidOnce() {
    VirtualSender sender = new VirtualSender(clock -> new Scripted(), 20_000, 1);
    sender.offer(Entries.turns(1_000, 1));
    int waiting = sender.sender().waiting();
    assertThat(waiting).isBetween(2, 20);
    sender.sendAll();
    assertThat(taken).isEqualTo(Entries.turns(1_000, 1).subList(0, waiting));
    assertThat(sender.lines()).hasSize(1);
    assertThat(sender.health().errors().last()).hasSize(1);
    sender.health().settle("shutdown", List.of("vendor"), Map.of());
    assertThat(sender.counted()).doesNotContain("shutdown");
  }

  @Test
  void itIsLookedAfterOnceASecondWhenNothingWaits() {
    VirtualSender sender = sender();
    sender.rest(Duration.ofSeconds(10));
    assertThat(idled).isZero(); // nothing is open
    sender.offer(entries);
    sender.rest(Duration.ofSeconds(10));
    assertThat(idled).isBetween(9, 11);
    assertThat(taken).isEqualTo(entries);
  }

  @Test
  void whatFailsInBetweenKeepsNothingFromBeingSent() {
    idleFailures.add(new IllegalStateException());
    idleFailures.add(failure(Remedy.SET_ASIDE, null, 1));
    idleFailures.add(failure(Remedy.PAUSE, null, 1));
    idleFailures.add(failure(Remedy.RETRY, Duration.ofSeconds(100), 1));
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.sendAll();
    sender.rest(Duration.ofMinutes(5));
    assertThat(idled).isEqualTo(3);
    sender.rest(Duration.ofSeconds(50));
    assertThat(idled).isEqualTo(4);
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).hasSize(20);
    assertThat(sender.counted()).contains("dropped=0");
  }

  @Test
  void atTheEndAllIsTriedOnceAndTheExporterClosed() {
    failures.add(failure(Remedy.SET_ASIDE, null, 1));
    failures.add(new IllegalStateException());
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.finish();
    assertThat(taken).isEqualTo(entries.subList(1, 10));
    assertThat(closed).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void atTheEndNobodyIsWaitedFor(boolean pause) {
    failures.add(failure(pause ? Remedy.PAUSE : Remedy.RETRY, null, 1));
    VirtualSender sender = new VirtualSender(clock -> new Scripted(), 1 << 30, 0);
    sender.offer(entries);
    sender.finish();
    assertThat(taken).isEmpty();
    assertThat(closed).isEqualTo(1);
    sender.health().settle("shutdown", List.of("vendor"), Map.of());
    assertThat(sender.counted())
        .isEqualTo("captured=14 delivered.vendor=0 dropped.shutdown.vendor=14 linked=0");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void atAnyTimeAllThatWasCapturedIsDeliveredOrWaitsOrIsDropped(long seed) {
    Random chance = new Random(seed);
    List<Entry> many = Entries.turns(2_000, 5);
    VirtualSender sender = new VirtualSender(clock -> new Scripted(), 60_000, 0.5);
    int offered = 0;
    int gone = 0;
    for (int turn = 0; turn < 2_000; turn++) {
      int more = Math.min(chance.nextInt(20), many.size() - offered);
      for (Entry entry : many.subList(offered, offered + more)) {
        int waiting = sender.sender().waiting();
        sender.offer(List.of(entry));
        gone += waiting == sender.sender().waiting() ? Weight.calls(entry) : 0;
      }
      offered += more;
      takes = 1 + chance.nextInt(30);
      int what = chance.nextInt(12);
      if (what < Remedy.values().length) {
        failures.add(failure(Remedy.values()[what], null, 1 + chance.nextInt(3)));
      } else if (what == 5) {
        failures.add(new IllegalStateException());
      }
      sender.pass(sender.turn());
      assertCounted(sender, gone);
    }
    assertThat(offered).isEqualTo(many.size());
    sender.sendAll();
    assertCounted(sender, gone);
    assertThat(taken).doesNotHaveDuplicates();
    assertThat(taken).isSortedAccordingTo(Comparator.comparing(Entry::startedAt));
  }

  private static void assertCounted(VirtualSender sender, int notTaken) {
    Map<String, Integer> counted = new TreeMap<>();
    for (String counter : sender.counted().split(" ")) {
      int is = counter.indexOf('=');
      counted.put(counter.substring(0, is), Integer.valueOf(counter.substring(is + 1)));
    }
    int captured = counted.remove("captured");
    counted.remove("linked");
    long waiting = sender.sender().waitingCalls();
    assertThat(counted.values().stream().mapToInt(Integer::intValue).sum() + waiting)
        .as("%s, %s wait", sender.counted(), waiting)
        .isEqualTo(captured);
    assertThat(counted.getOrDefault("dropped.backlog_full.vendor", 0)).isEqualTo(notTaken);
  }

  private final Health health = new Health();
  private final Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
  private final Journal journal = new Journal(1 << 30, null, health, log);

  private Sender running() {
    return new Sender(
        new Sender.Whose("vendor", null, 0),
        name -> new Scripted(),
        journal,
        UnaryOperator.identity(),
        Dead.NONE,
        health,
        log,
        () -> 1);
  }

  private void offer(Entry entry) {
    journal.add(entry);
    journal.flush();
  }

  @Test
  void aPauseIsOverWhenTheJvmEnds() throws InterruptedException {
    failures.add(failure(Remedy.PAUSE, null, 1));
    Sender sender = running();
    Thread thread = new Thread(sender);
    thread.start();
    offer(entries.get(0));
    busy.await();
    sender.finish(Duration.ofSeconds(20));
    sender.await(Duration.ofSeconds(20));
    thread.join();
    assertThat(taken).containsExactly(entries.get(0));
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void anInterruptEndsNothing() throws InterruptedException {
    Sender sender = running();
    Thread thread = new Thread(sender);
    thread.start();
    thread.interrupt();
    offer(entries.get(0));
    busy.await();
    thread.interrupt();
    offer(entries.get(1));
    sender.finish(Duration.ofSeconds(20));
    thread.interrupt();
    sender.await(Duration.ofSeconds(20));
    thread.join();
    assertThat(taken).isEqualTo(entries.subList(0, 2));
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void whatIsHeldIsSentWhenItEnds() throws InterruptedException {
    Sender sender = running();
    sender.hold();
    Thread thread = new Thread(sender);
    thread.start();
    offer(entries.get(0));
    assertThat(busy.await(100, TimeUnit.MILLISECONDS)).isFalse();
    sender.finish(Duration.ofSeconds(20));
    thread.join();
    assertThat(taken).containsExactly(entries.get(0));
  }

  @Test
  void whatWaitsOnDiskWaitsForAWriterThatIsBehind() throws InterruptedException {
    Sender sender = running();
    sender.giveWay(true);
    Thread thread = new Thread(sender);
    thread.start();
    offer(entries.get(0));
    assertThat(busy.await(100, TimeUnit.MILLISECONDS)).isFalse();
    sender.giveWay(false);
    busy.await();
    sender.finish(Duration.ofSeconds(20));
    thread.join();
    assertThat(taken).containsExactly(entries.get(0));
  }

  @Test
  void whoGivesWayHelpsMeanwhile() throws InterruptedException {
    Sender sender = running();
    CountDownLatch helped = new CountDownLatch(3);
    sender.helps(
        mostNanos -> {
          helped.countDown();
          if (helped.getCount() == 1) {
            throw new IllegalStateException("of which it does not end");
          }
          return true;
        });
    assertThat(sender.giveWay(true)).isTrue();
    Thread thread = new Thread(sender);
    thread.start();
    helped.await();
    offer(entries.get(0));
    assertThat(sender.giveWay(false)).isFalse();
    busy.await();
    sender.finish(Duration.ofSeconds(20));
    thread.join();
    assertThat(taken).containsExactly(entries.get(0));
  }

  @Test
  void whoHelpsDoesNotSpinWhenInterrupted() throws InterruptedException {
    Sender sender = running();
    CountDownLatch calm = new CountDownLatch(1);
    CountDownLatch helps = new CountDownLatch(1);
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    sender.helps(
        mostNanos -> {
          helps.countDown();
          boolean isInterrupted = Thread.currentThread().isInterrupted();
          if (wasInterrupted.get() && !isInterrupted) {
            calm.countDown();
          }
          wasInterrupted.compareAndSet(false, isInterrupted);
          return false;
        });
    sender.giveWay(true);
    Thread thread = new Thread(sender);
    thread.start();
    helps.await();
    while (!wasInterrupted.get() && calm.getCount() > 0) {
      thread.interrupt();
      Thread.onSpinWait();
    }
    calm.await();
    sender.finish(Duration.ofSeconds(20));
    thread.join();
  }

  @Test
  void whatIsOfferedWakesIt() throws InterruptedException {
    Sender sender = running();
    Thread thread = new Thread(sender);
    thread.start();
    for (Entry entry : entries) {
      offer(entry);
    }
    sender.finish(Duration.ofSeconds(20));
    thread.join();
    assertThat(taken).isEqualTo(entries);
  }
}
