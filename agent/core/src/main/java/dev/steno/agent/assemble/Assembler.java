package dev.steno.agent.assemble;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.wire.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls together: an outermost turn of an assistant, or else an outermost call, and what was
 * done inside of it, are one interaction. For one thread.
 */
public final class Assembler {
  /** By id; a step that ended stays until what is open inside of it has ended too. */
  private final Map<String, Node> open = new HashMap<>();

  private final Interactions interactions;
  private final Origins origins;
  private final Surrounding surrounding = new Surrounding();

  /** What happened in what turned out to be no interaction. */
  private final List<Event> outside = new ArrayList<>();

  private final int maxKept;
  private int attempts;

  /**
   * An assembler of nothing yet.
   *
   * @param agentName the name of the assistant in every interaction; empty for what its framework
   *     calls it
   * @param maxKept bytes of text that are kept of a call that a library tells
   * @param origins says who speaks
   */
  public Assembler(String agentName, int maxKept, Origins origins) {
    this.origins = origins;
    this.interactions = new Interactions(agentName);
    this.maxKept = maxKept;
  }

  /** A call began, in the call or step with that id, or in none. */
  public void began(String callId, @Nullable String parentId, ScopeFacts scope) {
    began(new Node(callId, parentId, null, "", Instant.EPOCH, scope));
  }

  /** A step began, in the call or step with that id, or in none. */
  public void began(
      String stepId,
      @Nullable String parentId,
      Step.Kind kind,
      String instrumentation,
      Instant startedAt,
      ScopeFacts scope) {
    began(new Node(stepId, parentId, kind, instrumentation, startedAt, scope));
  }

  private void began(Node node) {
    open.put(node.id, node);
    Node parent = open.get(node.parentId);
    if (parent != null) {
      parent.openInside++;
    }
  }

  /** A fact was told of a step. */
  public void told(String stepId, Fact fact, @Nullable Object value) {
    Node step = open.get(stepId);
    if (step != null) {
      step.tell(fact, value);
    }
  }

  /** A call ended: the interactions that are complete with it. */
  public List<Interaction> ended(Call call) {
    Node node = open.remove(call.id());
    List<Call> calls = new ArrayList<>(1);
    calls.add(call);
    if (node != null) {
      calls.addAll(node.calls);
    }
    ScopeFacts scope = node == null ? ScopeFacts.NONE : node.scope;
    List<Event> events = node == null ? List.of() : node.events;
    return passOn(call.parentId(), calls, List.of(), scope, events);
  }

  /**
   * A step ended: the interactions that are complete with it.
   *
   * @param bare whether nothing of its kind was recorded inside of it
   * @param cut whether something that was told of it was lost
   */
  public List<Interaction> ended(String stepId, Ending ending, boolean bare, boolean cut) {
    Node step = open.get(stepId);
    if (step == null) {
      return List.of();
    }
    step.ending = ending;
    step.bare = bare;
    step.cut = cut;
    return step.openInside > 0 ? List.of() : completed(step, ending);
  }

  private List<Interaction> completed(Node step, Ending ending) {
    List<Call> calls = StepCalls.of(step, ending, maxKept);
    if (step.kind == Kind.MODEL && !step.bare) {
      attempts += step.calls.size() - calls.size();
    }
    open.remove(step.id);
    if (step.kind == Kind.AGENT && step.parentId == null) {
      Interaction turn = origins.placed(interactions.of(step, ending, calls), step.scope);
      surrounding.put(turn, step.events);
      return List.of(turn);
    }
    List<List<Call>> alone = calls.isEmpty() ? List.of() : List.of(calls);
    return passOn(step.parentId, calls, alone, step.scope, step.events);
  }

  /**
   * A call or step will never end: what was done inside of it belongs to what it was done in, or is
   * interactions of their own.
   */
  public List<Interaction> dropped(String id) {
    Node node = open.remove(id);
    if (node == null) {
      return List.of();
    }
    List<Call> calls = new ArrayList<>(node.calls.size());
    List<List<Call>> alone = new ArrayList<>(node.calls.size());
    for (Call call : node.calls) {
      Call inParent = call.in(id.equals(call.parentId()) ? node.parentId : call.parentId());
      calls.add(inParent);
      alone.add(List.of(inParent));
    }
    return passOn(node.parentId, calls, alone, node.scope, node.events);
  }

  /** To what they were made in, if that is open; else each group is an interaction. */
  private List<Interaction> passOn(
      @Nullable String parentId,
      List<Call> calls,
      List<List<Call>> otherwise,
      ScopeFacts scope,
      List<Event> events) {
    Node parent = open.get(parentId);
    if (parent == null) {
      List<List<Call>> groups =
          otherwise.isEmpty() && !calls.isEmpty() ? List.of(calls) : otherwise;
      List<Interaction> made = new ArrayList<>(groups.size());
      groups.forEach(group -> made.add(origins.placed(interactions.of(group), scope)));
      if (made.isEmpty()) {
        outside.addAll(events);
      } else {
        surrounding.put(made.get(0), events);
      }
      return made;
    }
    parent.events.addAll(events);
    parent.calls.addAll(calls);
    parent.openInside--;
    Ending ending = parent.ending;
    return ending == null || parent.openInside > 0 ? List.of() : completed(parent, ending);
  }

  /**
   * Something happened, in the call or step with that id, or in none: what is to be told now; the
   * rest is, when it is known of which conversation it is.
   */
  public List<Event> happened(Item.Happened happened) {
    String told = happened.interactionId();
    Event event = Attachments.read(origins.event(happened));
    Node around = open.get(told == null ? happened.parentId() : told);
    if (around == null && told != null) {
      return List.of(surrounding.placed(event, told));
    }
    if (around == null) {
      return List.of(event);
    }
    if (event.conversationId() != null) {
      return List.of(event.in(event.conversationId(), turn(around)));
    }
    if (event.kind().isOutside() || !surrounding.hasRoom()) {
      return List.of(event);
    }
    surrounding.takes(event);
    around.events.add(event);
    return List.of();
  }

  /** The id of the interaction that it will be, or be in, where that is known already. */
  private @Nullable String turn(Node node) {
    Node outer = open.get(node.parentId);
    if (outer != null) {
      return turn(outer);
    }
    return node.kind == Kind.AGENT && node.parentId == null ? node.id : null;
  }

  /** What happened in that interaction, which has its conversation now. */
  public List<Event> eventsIn(Interaction interaction) {
    return surrounding.in(interaction);
  }

  /** What happened in what turned out to be no interaction, since this was asked last. */
  public List<Event> eventsOutside() {
    List<Event> events = List.copyOf(outside);
    outside.clear();
    surrounding.gone(events);
    return events;
  }

  /** How many calls turned out to be attempts at others, since this was asked last. */
  public int attempts() {
    int counted = attempts;
    attempts = 0;
    return counted;
  }

  /** Ends what waits for something that will not come: the application ends. */
  public List<Interaction> finish() {
    List<Interaction> last = new ArrayList<>();
    for (Node node : List.copyOf(open.values())) {
      Ending ending = node.ending;
      if (open.get(node.id) != node) {
        continue; // complete with one before
      }
      last.addAll(ending == null ? dropped(node.id) : completed(node, ending));
    }
    return last;
  }
}
