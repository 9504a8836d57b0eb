package dev.steno.agent.assemble;

import dev.steno.agent.assemble.History.Exchange;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the conversation of each interaction: the request may name it, or a framework; else it is
 * the one whose words its history begins with.
 */
final class Conversations {
  private static final int WHOLE = 1;
  private static final int AFTER = 2;
  private static final int ONE = 3;
  private static final int EDITED = 4;
  private static final int RESPONSE = 5;
  private static final int TOOL = 6;
  private static final int SENTENCE = 7;

  /** Without anything before it, an exchange must say that much to be told from all others. */
  private static final int LEAST_SAID = 32;

  private static final int MOST_CHOICES = 4;

  private static final int MOST_SESSIONS = 10_000;

  private final KnownConversations known;

  /** The last conversation in each. */
  private final Recent<Long, String> sessions = new Recent<>(MOST_SESSIONS);

  private final RequestFields fields;
  private final boolean infer;

  Conversations(List<String> requestFields, boolean infer, int most) {
    this.known = new KnownConversations(most);
    this.fields = new RequestFields(requestFields);
    this.infer = infer;
  }

  /** The same interaction, of the conversation that it belongs to. */
  Interaction assigned(Interaction interaction) {
    Speaker speaker = Speaker.of(interaction.origin());
    Interaction assigned = secretless(assigned(interaction, speaker));
    if (speaker.session() != 0) {
      sessions.put(speaker.session(), assigned.conversationId());
    }
    return assigned;
  }

  /** The last conversation in the session of that origin, or null. */
  @Nullable String last(Origin origin) {
    return origin.sessionId() == null ? null : sessions.get(Speaker.of(origin).session());
  }

  /** An application may name a conversation by its web session, and whoever has that is let in. */
  private static Interaction secretless(Interaction interaction) {
    String session = interaction.origin().sessionId();
    String id = interaction.conversationId();
    if (session == null || interaction.conversationSource().equals("new")) {
      return interaction;
    }
    int suffix = Math.max(id.lastIndexOf('.'), id.indexOf('!'));
    boolean isSession =
        Given.hashed(id).equals(session)
            || (suffix > 0 && Given.hashed(id.substring(0, suffix)).equals(session));
    return isSession ? interaction.in(session, interaction.conversationSource()) : interaction;
  }

  private Interaction assigned(Interaction interaction, Speaker speaker) {
    List<Call> chats = chats(interaction.calls());
    boolean isTold = interaction.conversationSource().equals("api");
    String named = isTold ? null : named(interaction.calls());
    if (chats.isEmpty()) {
      return named == null ? interaction : interaction.in(named, "request");
    }
    Call first = chats.get(0);
    Call last = chats.get(chats.size() - 1);
    History asked = History.of(first.inputMessages());
    Interaction assigned = interaction;
    Conversation found = named != null || isTold ? null : byResponse(first);
    if (named != null) {
      assigned = interaction.in(named, "request");
    } else if (found != null) {
      assigned = interaction.in(found.id, "request");
    } else if (infer && interaction.conversationSource().equals("new")) {
      found = byHistory(first, asked, speaker);
      assigned = found == null ? interaction : interaction.in(found.id, "inferred");
    }
    boolean goesOn = found != null || known.knows(assigned.conversationId());
    Conversation conversation = known.of(assigned.conversationId());
    conversation.spokenBy(speaker);
    if (infer) {
      History answered = chats.size() == 1 ? asked : History.of(last.inputMessages());
      remember(answered.question() == 0 ? asked : answered, last, speaker, goesOn, conversation);
      rememberTools(interaction, chats, conversation);
    }
    rememberResponses(chats, conversation);
    return assigned;
  }

  private static List<Call> chats(List<Call> calls) {
    List<Call> chats = new ArrayList<>(calls.size());
    for (Call call : calls) {
      if (call.operation().equals("chat")) {
        chats.add(call);
      }
    }
    return chats;
  }

  private @Nullable String named(List<Call> calls) {
    for (Call call : calls) {
      String id = fields.conversation(call);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** That of the answer that the request says it goes on with. */
  private @Nullable Conversation byResponse(Call call) {
    return call.request().get("previous_response_id") instanceof String id
        ? known.by(TextHash.mix(RESPONSE, TextHash.of(id)))
        : null;
  }

  private @Nullable Conversation byHistory(Call first, History history, Speaker speaker) {
    boolean anew = !sessions.has(speaker.session());
    for (long scope : speaker.scopes()) {
      Conversation found = byWords(history, scope);
      if (found != null && found.mayBeOf(speaker, anew)) {
        return found;
      }
    }
    Conversation found = byTools(first);
    return found == null || !found.mayBeOf(speaker, anew) ? null : found;
  }

  /** From the last exchange back to the first; at each, all that was said is looked for first. */
  private @Nullable Conversation byWords(History history, long user) {
    List<Exchange> said = history.exchanges();
    for (int i = said.size() - 1; i >= 0; i--) {
      Exchange one = said.get(i);
      Exchange before = i == 0 ? null : said.get(i - 1);
      boolean isLast = i == said.size() - 1;
      // What is not known since then could be anybody's: then two must be known.
      boolean enough = isLast || before != null;
      for (long key :
          new long[] {
            enough ? whole(one, user) : 0,
            after(before, one, user),
            isLast && one.length() >= LEAST_SAID ? one(one, user) : 0,
            edited(before, one, user)
          }) {
        Conversation found = key == 0 ? null : known.by(key);
        if (found != null) {
          return found;
        }
        if (key != 0 && known.isShared(key)) {
          return null;
        }
      }
      if (isLast && one.question() != 0) {
        Conversation found = bySentence(history, one, user);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** The conversation that has each of the sentences that are known; there may be others. */
  private @Nullable Conversation bySentence(History history, Exchange one, long user) {
    Conversation found = null;
    for (long sentence : history.sentences()) {
      long key = sentence(one, sentence, user);
      Conversation has = known.by(key);
      if (known.isShared(key) || (has != null && found != null && !has.id.equals(found.id))) {
        return null;
      }
      found = has == null ? found : has;
    }
    return found;
  }

  private @Nullable Conversation byTools(Call first) {
    for (ToolRound.Result result : ToolRound.before(first.inputMessages()).results()) {
      Conversation found =
          result.id() != null && ToolRound.isUnique(result.id())
              ? known.by(TextHash.mix(TOOL, TextHash.of(result.id())))
              : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static long whole(Exchange one, long user) {
    return TextHash.mix(WHOLE, user, one.whole());
  }

  /** An exchange after a known answer: the question before it may have been cut off. */
  private static long after(@Nullable Exchange before, Exchange one, long user) {
    return before == null || one.question() == 0
        ? 0
        : TextHash.mix(AFTER, user, before.answer(), one.question(), one.answer());
  }

  private static long one(Exchange one, long user) {
    return one.question() == 0 ? 0 : TextHash.mix(ONE, user, one.question(), one.answer());
  }

  /** A question after a known answer, whatever was answered to it. */
  private static long edited(@Nullable Exchange before, Exchange one, long user) {
    return before == null || one.question() == 0
        ? 0
        : TextHash.mix(EDITED, user, before.answer(), one.question());
  }

  /** A question and a sentence of its answer, whatever became of the others. */
  private static long sentence(Exchange one, long sentence, long user) {
    return TextHash.mix(SENTENCE, user, one.question(), sentence);
  }

  /** What a later history that goes on from here has in it. */
  private void remember(
      History history, Call last, Speaker speaker, boolean goesOn, Conversation conversation) {
    List<Exchange> said = history.exchanges();
    Exchange before = said.isEmpty() ? null : said.get(said.size() - 1);
    long[] scopes = speaker.kept();
    int choices = 0;
    for (Message message : last.outputMessages()) {
      TextHash answer = TextHash.of(message);
      if (history.question() == 0 || answer.length() == 0 || choices++ == MOST_CHOICES) {
        continue;
      }
      Exchange one = history.with(answer);
      for (int i = 0; i < scopes.length; i++) {
        long scope = scopes[i];
        known.add(whole(one, scope), conversation, true, i);
        add(after(before, one, scope), conversation, i);
        add(one(one, scope), conversation, i);
        for (long sentence : TextHash.sentences(message)) {
          add(sentence(one, sentence, scope), conversation, i);
        }
        // Before what is not known to be real, as an example that all requests begin with, it says
        // nothing.
        add(goesOn ? edited(before, one, scope) : 0, conversation, i);
      }
    }
  }

  private void add(long key, Conversation conversation, int scope) {
    if (key != 0) {
      known.add(key, conversation, false, scope);
    }
  }

  /** What an interaction that was given out early, or failed, asked for may still be answered. */
  private void rememberTools(Interaction interaction, List<Call> chats, Conversation conversation) {
    if (interaction.outcome() == Outcome.OK) {
      return;
    }
    for (Call call : chats) {
      for (ToolRound.Request request : OpenLoop.requests(call)) {
        String id = request.id();
        if (id != null && request.hasUniqueId()) {
          known.add(TextHash.mix(TOOL, TextHash.of(id)), conversation, true, 0);
        }
      }
    }
  }

  /** Only answers in the Responses format are gone on with by their ids. */
  private void rememberResponses(List<Call> chats, Conversation conversation) {
    for (Call call : chats) {
      String id = call.responseId();
      if (id != null && !id.startsWith("chatcmpl") && !id.startsWith("msg_")) {
        known.add(TextHash.mix(RESPONSE, TextHash.of(id)), conversation, true, 0);
      }
    }
  }

  /** How many conversations and hashes are remembered. */
  int[] remembered() {
    return new int[] {known.size(), known.keys()};
  }
}
