package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.steno.agent.capture.SteadyClock;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.model.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every exporter that speaks HTTP does with what a server answers, or does not answer.
 *
 * <p>A disturbed server has to take the same requests in the same order as one that is not: so each
 * record arrives once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
public abstract class ExporterContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Pattern SAID = Pattern.compile("\\bm-([0-9]+)\\.");
  private static final int FEW = 6;

  /** The server that is spoken to. */
  protected final VendorServer server = new VendorServer();

  /** The exporter, with settings of its own. */
  protected abstract Exporter open(String endpoint, Duration timeout, Clock clock);

  /** What of the settings no line may show, and what a server may quote. */
  protected abstract List<String> secrets();

  /** What the vendor's server answers to a request that it takes. */
  protected Reply usual(Taken request) {
    return Reply.of(200, "{\"status\":\"ok\"}");
  }

  /** Whether a request may be about more than one record. */
  protected boolean batches() {
    return false;
  }

  /** How many records the large test sends. */
  protected int many() {
    return 10_000;
  }

  /** A request's body as text in which what was said can be found. */
  protected String text(Taken request) {
    return request.text();
  }

  /** What is the same of a request when it is sent again. */
  protected String identity(Taken request) {
    return request.method() + " " + request.path() + " " + text(request);
  }

  @BeforeAll
  void beginUsually() {
    server.usually(this::usual);
  }

  @BeforeEach
  void forget() {
    server.reset();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private VirtualSender sender() {
    return sender(TIMEOUT);
  }

  private VirtualSender sender(Duration timeout) {
    return new VirtualSender(clock -> open(server.endpoint(), timeout, clock));
  }

  private VirtualSender sent(List<Entry> entries) {
    return sent(entries, TIMEOUT);
  }

  private VirtualSender sent(List<Entry> entries, Duration timeout) {
    VirtualSender sender = sender(timeout);
    sender.offer(entries);
    sender.sendAll();
    for (String secret : secrets()) {
      assertThat(String.join("\n", sender.lines())).doesNotContain(secret);
      assertThat(String.join("\n", sender.health().errors().last())).doesNotContain(secret);
    }
    return sender;
  }

  private List<String> taken() {
    return server.taken().stream().map(this::identity).toList();
  }

  /** What an undisturbed server takes. */
  private List<String> undisturbed(List<Entry> entries) {
    server.reset();
    sent(entries);
    List<String> requests = taken();
    server.reset();
    assertThat(requests).isNotEmpty();
    return requests;
  }

  private static int calls(List<Entry> entries) {
    return entries.stream().mapToInt(Weight::calls).sum();
  }

  private static String all(List<Entry> entries) {
    int calls = calls(entries);
    return "captured=" + calls + " delivered.vendor=" + calls + " dropped=0 linked=0";
  }

  /** What was said in the records that arrived, in their order, each once. */
  private List<Integer> said() {
    List<Integer> said = new ArrayList<>();
    for (Taken request : server.taken()) {
      Matcher matcher = SAID.matcher(text(request));
      List<Integer> ofOne = new ArrayList<>();
      while (matcher.find()) {
        int number = Integer.parseInt(matcher.group(1));
        if (!ofOne.contains(number)) {
          ofOne.add(number);
        }
      }
      said.addAll(ofOne);
    }
    return said;
  }

  /** Sent with a rest after each half, between which the wall clock is set. */
  private VirtualSender sentWithJump(List<Entry> entries, Duration jump) {
    server.reset();
    AtomicReference<Duration> jumped = new AtomicReference<>(Duration.ZERO);
    VirtualSender sender =
        new VirtualSender(
            clock -> {
              Clock wall = wall(clock, jumped);
              LongSupplier nanos = () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
              return open(server.endpoint(), TIMEOUT, new SteadyClock(wall, nanos));
            });
    int half = entries.size() / 2;
    sender.offer(entries.subList(0, half));
    sender.sendAll();
    jumped.set(jump);
    sender.rest(Duration.ofHours(2));
    sender.offer(entries.subList(half, entries.size()));
    sender.sendAll();
    sender.rest(Duration.ofHours(2));
    return sender;
  }

  private static Clock wall(Clock clock, AtomicReference<Duration> jumped) {
    return new Clock() {
      @Override
      public Instant instant() {
        return clock.instant().plus(jumped.get());
      }

      @Override
      public ZoneId getZone() {
        return clock.getZone();
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private Map<String, Long> takenByPath() {
    return server.taken().stream()
        .collect(Collectors.groupingBy(Taken::path, TreeMap::new, Collectors.counting()));
  }

  /** An NTP step, a suspended machine, or somebody who sets the date. */
  @ParameterizedTest
  @ValueSource(longs = {-24, 24})
  protected void aWallClockThatJumpsHoldsNothingUp(long hours) {
    List<Entry> entries = Entries.turns(2 * FEW, 2);
    sentWithJump(entries, Duration.ZERO);
    Map<String, Long> without = takenByPath();
    VirtualSender sender = sentWithJump(entries, Duration.ofHours(hours));
    assertThat(sender.counted()).isEqualTo(all(entries));
    assertThat(sender.lines()).isEmpty();
    // A clock that is set back is not believed; one that is set forwards can only end more.
    if (hours < 0) {
      assertThat(takenByPath()).isEqualTo(without);
    } else {
      assertThat(takenByPath().keySet()).isEqualTo(without.keySet());
    }
  }

  @ParameterizedTest
  @CsvSource({"200,''", "200,taken", "200,{}", "201,{}", "202,''", "204,''", "206,x", "299,{}"})
  protected void any2xxIsSuccess(int status, String body) {
    List<Entry> entries = Entries.turns(FEW, 2);
    server.plan(request -> Reply.of(status, body));
    VirtualSender sender = sent(entries);
    assertThat(sender.counted()).isEqualTo(all(entries));
    assertThat(sender.lines()).isEmpty();
    assertThat(sender.waits()).isEmpty();
    assertThat(server.requests()).allMatch(Taken::taken);
  }

  static Map<String, Reply> passing() {
    Map<String, Reply> passing = new LinkedHashMap<>();
    for (int status : new int[] {408, 425, 429, 500, 502, 503, 504, 529, 599}) {
      passing.put(String.valueOf(status), Reply.of(status, "later"));
    }
    passing.put("503 without words", Reply.of(503, ""));
    passing.put("Retry-After: 7", Reply.of(429, "later").with("Retry-After", "7"));
    passing.put("Retry-After: soon", Reply.of(503, "later").with("Retry-After", "soon"));
    passing.put("nothing", Reply.fault(Fault.EMPTY_RESPONSE));
    passing.put("reset", Reply.fault(Fault.CONNECTION_RESET_BY_PEER));
    passing.put("garbage", Reply.fault(Fault.RANDOM_DATA_THEN_CLOSE));
    passing.put("half a body", Reply.half());
    return passing;
  }

  static List<String> passingNames() {
    return List.copyOf(passing().keySet());
  }

  @ParameterizedTest
  @MethodSource("passingNames")
  protected void whatPassesIsTriedAgain(String name) {
    List<Entry> entries = Entries.turns(FEW, 2);
    List<String> undisturbed = undisturbed(entries);
    for (int at = 0; at < undisturbed.size(); at++) {
      server.reset();
      server.planAt(at, passing().get(name));
      VirtualSender sender = sent(entries);
      assertThat(taken()).as("%s at %s", name, at).isEqualTo(undisturbed);
      assertThat(sender.counted()).isEqualTo(all(entries));
    }
  }

  @Test
  protected void anAnswerThatIsTooLateIsNone() {
    List<Entry> entries = Entries.turns(2, 1);
    List<String> undisturbed = undisturbed(entries);
    for (int at = 0; at < undisturbed.size(); at++) {
      server.reset();
      server.planAt(at, Reply.of(200, "{}").after(900));
      VirtualSender sender = sent(entries, SHORT);
      assertThat(taken()).isEqualTo(undisturbed);
      assertThat(sender.counted()).isEqualTo(all(entries));
      assertThat(sender.lines().get(0))
          .contains("waits, and tries again")
          .containsPattern("time(d )?out");
    }
  }

  @Test
  protected void aServerThatIsNotThereIsWaitedFor() throws IOException {
    List<Entry> entries = Entries.turns(FEW, 2);
    List<String> undisturbed = undisturbed(entries);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    VirtualSender sender =
        new VirtualSender(clock -> open("http://127.0.0.1:" + port, TIMEOUT, clock));
    sender.offer(entries);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      waits.add(sender.turn());
      sender.pass(waits.get(i));
    }
    assertThat(waits.stream().map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    try (VendorServer late = new VendorServer(port)) {
      late.usually(this::usual);
      sender.sendAll();
      assertThat(late.taken().stream().map(this::identity)).isEqualTo(undisturbed);
    }
    assertThat(sender.counted()).isEqualTo(all(entries));
    assertThat(sender.lines().get(0)).contains("waits, and tries again", "127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "7,7", "120,120", "3600,3600", "3601,3600", "99999999999999,3600"})
  protected void retryAfterInSeconds(String said, long waited) {
    List<Entry> entries = Entries.turns(1, 1);
    server.planAt(0, Reply.of(429, "").with("Retry-After", said));
    assertThat(sent(entries).waits()).containsExactly(Duration.ofSeconds(waited));
  }

  @ParameterizedTest
  @CsvSource({"-3600,1", "0,1", "30,30", "7200,3600"})
  protected void retryAfterAsDate(long in, long waited) {
    VirtualSender sender = sender();
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            sender.clock().instant().plusSeconds(in).atOffset(ZoneOffset.UTC));
    server.planAt(0, Reply.of(503, "").with("Retry-After", date));
    sender.offer(Entries.turns(1, 1));
    sender.sendAll();
    assertThat(sender.waits()).containsExactly(Duration.ofSeconds(waited));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 404, 405, 409, 410, 413, 415, 422, 451})
  protected void whatIsRefusedIsSetAside(int status) {
    List<Entry> entries = Entries.turns(FEW, 2);
    int requests = undisturbed(entries).size();
    for (int at = 0; at < requests; at++) {
      server.reset();
      server.planAt(at, Reply.of(status, "no such thing " + "x".repeat(5_000)));
      VirtualSender sender = sent(entries);
      assertThat(sender.waits()).isEmpty();
      if (batches()) {
        // It was about several: what was refused together is taken in halves.
        assertThat(sender.counted()).isEqualTo(all(entries));
        continue;
      }
      assertThat(sender.lines()).hasSize(1);
      assertThat(sender.lines().get(0))
          .contains("lost a record that is not taken there", " answered " + status)
          .doesNotContain("no such thing")
          .hasSizeLessThan(1_400);
      assertThat(sender.health().errors().last()).hasSize(1);
      assertSetAside(entries, sender);
    }
  }

  private void assertSetAside(List<Entry> entries, VirtualSender sender) {
    List<Integer> said = said();
    assertThat(said).doesNotHaveDuplicates();
    String counted = sender.counted();
    Matcher lost = Pattern.compile("dropped.refused.vendor=([0-9]+)").matcher(counted);
    assertThat(lost.find()).as(counted).isTrue();
    int delivered = calls(entries) - Integer.parseInt(lost.group(1));
    assertThat(counted).contains("captured=" + calls(entries));
    if (delivered > 0) {
      assertThat(counted).contains("delivered.vendor=" + delivered + " ");
    }
    // Its first requests may have been taken before one was refused.
    assertThat(said).hasSizeBetween(entries.size() - 1, entries.size());
    assertThat(Integer.parseInt(lost.group(1))).isBetween(1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  protected void whoIsNotLetInPauses(int status) {
    List<Entry> entries = Entries.turns(FEW, 2);
    List<String> undisturbed = undisturbed(entries);
    for (int at = 0; at < undisturbed.size(); at++) {
      server.reset();
      server.planAt(at, Reply.of(status, "no organization for " + String.join(" or ", secrets())));
      VirtualSender sender = sent(entries);
      assertThat(sender.waits()).containsExactly(Duration.ofMinutes(5));
      assertThat(sender.lines().get(0))
          .contains("pauses for five minutes", "key and address", "no organization for");
      assertThat(taken()).isEqualTo(undisturbed);
      assertThat(sender.counted()).isEqualTo(all(entries));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  protected void noRedirectIsFollowed(int status) {
    List<Entry> entries = Entries.turns(2, 1);
    List<String> undisturbed = undisturbed(entries);
    server.planAt(0, Reply.of(status, "").with("Location", server.endpoint() + "/elsewhere"));
    VirtualSender sender = sent(entries);
    assertThat(server.requests()).noneMatch(request -> request.path().contains("elsewhere"));
    assertThat(taken()).isEqualTo(undisturbed);
    assertThat(sender.counted()).isEqualTo(all(entries));
  }

  @Test
  protected void aLongAnswerIsNotKept() {
    List<Entry> entries = Entries.turns(1, 1);
    server.planAt(0, Reply.of(500, "y".repeat(5 << 20)));
    VirtualSender sender = sent(entries);
    assertThat(sender.lines().get(0)).hasSizeLessThan(1_400);
    assertThat(sender.counted()).isEqualTo(all(entries));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  protected void whateverHappensEachRecordArrivesOnceInOrder(long seed) {
    List<Entry> entries = Entries.turns(60, 7);
    List<String> undisturbed = undisturbed(entries);
    Random random = new Random(seed);
    List<Reply> passing = List.copyOf(passing().values());
    server.plan(
        request -> random.nextInt(3) > 0 ? null : passing.get(random.nextInt(passing.size())));
    VirtualSender sender = sent(entries);
    assertThat(taken()).isEqualTo(undisturbed);
    assertThat(sender.counted()).isEqualTo(all(entries));
  }

  @Test
  protected void manyArriveOnceAndInOrder() {
    List<Entry> entries = Entries.turns(many(), 100);
    VirtualSender sender = sent(entries);
    assertThat(sender.counted()).isEqualTo(all(entries));
    List<Integer> said = said();
    assertThat(said).hasSize(many()).doesNotHaveDuplicates();
    int[] last = new int[100];
    for (int number : said) {
      assertThat(number).isGreaterThanOrEqualTo(last[number % 100]);
      last[number % 100] = number;
    }
  }

  @Test
  protected void everyOddRecordIsTaken() {
    Entries.odd()
        .forEach(
            (what, interaction) -> {
              server.reset();
              VirtualSender sender = sent(List.of(interaction));
              sender.finish();
              assertThat(sender.counted()).as(what).contains("dropped=0");
              assertThat(sender.lines()).as(what).isEmpty();
            });
  }

  @Test
  protected void everyEventIsTakenOrCountsAsTaken() {
    for (List<Entry> events : List.of(Entries.events(), Entries.bareEvents())) {
      server.reset();
      VirtualSender sender = sent(events);
      sender.finish();
      assertThat(sender.counted()).isEqualTo(all(events));
      assertThat(sender.lines()).isEmpty();
    }
  }

  @Test
  protected void whatWaitsIsSentAtTheEnd() {
    List<Entry> entries = Entries.turns(FEW, 2);
    VirtualSender sender = sender();
    sender.offer(entries);
    sender.finish();
    assertThat(sender.counted()).isEqualTo(all(entries));
    assertThat(said()).hasSize(FEW);
  }

  @Test
  protected void aServerThatIsDownAtTheEndIsNotWaitedFor() {
    server.plan(request -> Reply.of(503, "closed"));
    VirtualSender sender = sender();
    sender.offer(Entries.turns(FEW, 2));
    sender.finish();
    assertThat(server.requests()).hasSizeLessThan(4);
    assertThat(sender.counted()).contains("dropped=0").doesNotContain("delivered");
  }
}
