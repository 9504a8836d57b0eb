package dev.steno.agent.assemble;

import dev.steno.agent.assemble.ToolRound.Request;
import dev.steno.agent.config.Config;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of interactions what users know: one that goes on with the results of tools is one with the
 * one that asked for them, and each belongs to a conversation. For one thread.
 */
public final class Linking {
  private static final int MOST_OPEN = 10_000;
  private static final int MOST_CONVERSATIONS = 10_000;
  private static final long NANOS = 1_000_000_000L;

  private final OpenLoops open;
  private final Conversations conversations;
  private final Visits visits = new Visits();
  private final Interactions interactions;
  private final long timeoutNanos;
  private int inferred;

  /**
   * Knows of nothing yet.
   *
   * @param agentName the name of the assistant in every interaction, or empty
   * @param mostBytes what the interactions that wait for tools may take together
   */
  public Linking(String agentName, Config.Linking config, long mostBytes) {
    this.open = new OpenLoops(MOST_OPEN, mostBytes);
    this.conversations =
        new Conversations(config.requestFields(), config.infer(), MOST_CONVERSATIONS);
    this.interactions = new Interactions(agentName);
    this.timeoutNanos = config.timeoutSeconds() * NANOS;
  }

  /** The fields of a request that say who speaks, and in which conversation. */
  public static Set<String> requestFields(Config.Linking config) {
    return RequestFields.all(config.requestFields());
  }

  /** An interaction came: those that are complete with it. */
  public List<Interaction> take(Interaction interaction, long nowNanos) {
    List<Call> outermost = Interactions.outermost(interaction.calls());
    if (interaction.turn() || outermost.isEmpty()) {
      return List.of(assigned(interaction));
    }
    if (isTools(outermost)) {
      return joined(interaction, outermost);
    }
    Call first = outermost.get(0);
    Call last = outermost.get(outermost.size() - 1);
    ToolRound round =
        first.operation().equals("chat") ? ToolRound.before(first.inputMessages()) : ToolRound.NONE;
    Place place = Place.of(interaction);
    Speaker speaker = Speaker.of(interaction.origin());
    OpenLoop before = round.results().isEmpty() ? null : open.continuedBy(first, round, speaker);
    List<Call> tools = before == null ? List.of() : InferredTools.between(before, round, first);
    List<Call> added = new ArrayList<>(tools);
    added.addAll(interaction.calls());
    List<Request> asks = asksForTools(last) ? OpenLoop.requests(last) : List.of();
    if (!asks.isEmpty()) {
      OpenLoop loop = new OpenLoop(before, added, last, asks, place, nowNanos);
      gone(before, tools);
      return abandoned(open.add(loop));
    }
    if (before == null) {
      return List.of(assigned(interaction));
    }
    List<Call> calls = new ArrayList<>(before.calls);
    calls.addAll(added);
    Place of = before.place().completedBy(place);
    Interaction whole = assigned(of.put(interactions.of(calls)));
    gone(before, tools);
    return List.of(whole);
  }

  private void gone(@Nullable OpenLoop before, List<Call> tools) {
    if (before != null) {
      open.remove(before);
      inferred += tools.size();
    }
  }

  private static boolean asksForTools(Call call) {
    return call.outcome() == Outcome.OK && call.operation().equals("chat");
  }

  private static boolean isTools(List<Call> calls) {
    for (Call call : calls) {
      if (!(call.detail() instanceof Detail.Tool)) {
        return false;
      }
    }
    return true;
  }

  /** Tools that were seen running outside of any turn belong to the call that asked for them. */
  private List<Interaction> joined(Interaction interaction, List<Call> tools) {
    Speaker speaker = Speaker.of(interaction.origin());
    Set<OpenLoop> askedBy = new HashSet<>();
    for (Call call : tools) {
      askedBy.add(
          call.detail() instanceof Detail.Tool tool ? open.thatAskedFor(tool, speaker) : null);
    }
    OpenLoop loop = askedBy.size() == 1 ? askedBy.iterator().next() : null;
    if (loop == null) {
      return List.of(assigned(interaction));
    }
    return abandoned(open.join(loop, interaction.calls(), Place.of(interaction)));
  }

  /** Those that waited too long. */
  public List<Interaction> expired(long nowNanos) {
    return abandoned(open.waitingSince(nowNanos - timeoutNanos));
  }

  /** Ends all that wait: the application ends. */
  public List<Interaction> finish() {
    return abandoned(open.all());
  }

  private List<Interaction> abandoned(List<OpenLoop> loops) {
    List<Interaction> out = new ArrayList<>(loops.size());
    for (OpenLoop loop : loops) {
      Outcome outcome = loop.hasWhatWasAsked() ? Outcome.OK : Outcome.ABANDONED;
      Interaction whole = interactions.of(loop.calls, outcome);
      out.add(assigned(loop.place().put(whole)));
    }
    return out;
  }

  private Interaction assigned(Interaction interaction) {
    return visits.visited(conversations.assigned(interaction));
  }

  /** The same event, in the last conversation of its session when nothing else is known. */
  public Event placed(Event event) {
    visits.take(event);
    boolean isTold = event.conversationId() != null || event.interactionId() != null;
    if (isTold || event.kind().isOutside()) {
      return event;
    }
    String last = conversations.last(event.origin());
    return last == null ? event : event.in(last, null);
  }

  /** Whether any waits. */
  public boolean isWaiting() {
    return !open.isEmpty();
  }

  /** How many calls of tools were inferred, since this was asked last. */
  public int inferred() {
    int counted = inferred;
    inferred = 0;
    return counted;
  }
}
