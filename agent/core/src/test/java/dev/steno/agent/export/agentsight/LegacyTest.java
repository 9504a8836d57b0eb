package dev.steno.agent.export.agentsight;

import static dev.steno.agent.export.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the older protocol makes of interactions that no capture has. */
@Timeout(120)
class LegacyTest {
  private static final VendorServer SERVER = new VendorServer();

  @BeforeEach
  void forget() {
    SERVER.reset();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static List<Taken> sent(Entry... entries) {
    return Sending.of(SERVER, "legacy").send(entries).assertDelivered().requests();
  }

  private static Map<String, @Nullable Object> metadata(Taken request) {
    return Decoded.map(request.json().get("metadata"));
  }

  @Test
  void aCallThatFailedIsAnAction() {
    Failure failure = new Failure("RateLimit", "slow down", 429);
    Turn turn =
        new Turn("q", null)
            .call(Calls.failed(id(2), "gpt-4o", failure))
            .failed("RateLimit", "slow down", 429);
    List<Taken> requests = sent(turn.build());
    assertThat(requests.stream().map(Taken::path))
        .containsExactly("/api/conversations/", "/api/track/", "/api/action_logs/");
    assertThat(metadata(requests.get(1)))
        .containsEntry("success", false)
        .containsEntry("outcome", "error")
        .containsEntry("error", "slow down")
        .containsEntry("latency_ms", 120.0);
    assertThat(requests.get(2).json())
        .containsEntry("action_name", "llm_call")
        .containsEntry("error_msg", "slow down")
        .containsEntry("duration_ms", 20)
        .containsEntry("conversation", 700);
    assertThat(metadata(requests.get(2))).containsEntry("model", "gpt-4o");
  }

  @Test
  void aTurnThatFailedWithoutACallIsOneToo() {
    List<Taken> requests = sent(new Turn("q", null).failed("x.Y", null, null).build());
    assertThat(requests.get(2).json())
        .containsEntry("action_name", "llm_call")
        .containsEntry("error_msg", "x.Y")
        .containsEntry("duration_ms", 120);
  }

  @Test
  void anAnswerThatWasNotReadToItsEndSaysSo() {
    List<Taken> requests = sent(new Turn("q", "half").ended(Outcome.CANCELLED).build());
    assertThat(metadata(requests.get(1))).isEmpty();
    assertThat(metadata(requests.get(2)))
        .containsEntry("outcome", "cancelled")
        .containsEntry("success", false);
  }

  /** Whoever speaks may become known later. */
  @Test
  void aConversationIsOpenedOnceUntilMoreIsKnown() {
    List<Taken> requests =
        sent(
            new Turn("q1", null).in("c").build(),
            new Turn("q2", null).in("c").id(id(2)).build(),
            new Turn("q3", null).in("c").id(id(3)).user("u").build(),
            new Turn("q4", null).in("c").id(id(4)).build());
    assertThat(requests.stream().map(Taken::path))
        .containsExactly(
            "/api/conversations/",
            "/api/track/",
            "/api/track/",
            "/api/conversations/",
            "/api/track/",
            "/api/track/");
    assertThat(requests.get(3).json()).containsEntry("customer_id", "u");
  }

  /** Perhaps somebody deleted it there. */
  @Test
  void aConversationThatIsRefusedIsOpenedAgain() {
    SERVER.planAt(1, Reply.of(404, "no such conversation"));
    Sending sending = Sending.of(SERVER, "legacy");
    sending.send(new Turn("q1", "a1").in("c").build());
    sending.send(new Turn("q2", "a2").in("c").id(id(2)).build());
    assertThat(sending.requests().stream().map(Taken::path))
        .containsExactly(
            "/api/conversations/",
            "/api/track/",
            "/api/track/",
            "/api/conversations/",
            "/api/track/",
            "/api/track/");
    assertThat(sending.sender().lines()).hasSize(1);
  }

  @Test
  void contentOfFilesIsSentOnlyWhereThatIsConfigured() {
    Entry file = FilesOfTests.of("receipt.pdf", "%PDF");
    List<Taken> requests =
        Sending.of(SERVER, "legacy", "production", false).send(file).assertDelivered().requests();
    assertThat(requests.get(1).json()).containsEntry("action_name", "attachment");
    assertThat(metadata(requests.get(1)))
        .containsEntry("filename", "receipt.pdf")
        .containsEntry("mime_type", "application/pdf")
        .containsEntry("size", 4)
        .containsEntry("sha256", "ab12");
  }

  @Test
  void nothingIsLongerThanItMayBe() {
    Turn turn =
        new Turn("é".repeat(20_000), "a")
            .call(Calls.tool(id(2), "t".repeat(300), "x".repeat(50_000), "y".repeat(50_000), null));
    List<Taken> requests = sent(turn.build());
    assertThat((String) requests.get(1).json().get("content"))
        .isEqualTo("é".repeat(16_384) + "...[truncated]");
    assertThat((String) requests.get(2).json().get("action_name")).hasSize(255);
    assertThat((String) requests.get(2).json().get("response")).hasSize(16_384 + 14);
    assertThat(String.valueOf(requests.get(2).json().get("tools_used"))).hasSizeLessThan(16_384);
  }
}
