package dev.steno.agent.assemble;

import static dev.steno.agent.assemble.LinkingTest.chat;
import static dev.steno.agent.assemble.LinkingTest.tools;
import static dev.steno.agent.assemble.LinkingTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tool loops in the shapes of the other providers: with ids, without, and remembered by them. */
class ToolLoopsTest {
  private static final String RESPONSES = "/v1/responses";
  private static final String ANTHROPIC = "/v1/messages";
  private static final String GEMINI = "/v1beta/models/gemini-2.5-flash:generateContent";
  private static final String OLLAMA = "/api/chat";

  private final Wire wire = new Wire(Wire.DEFAULTS);

  @Test
  void responsesGoOnByTheIdOfTheAnswer() {
    String asked =
        "{'id':'resp_1','status':'completed','output':[{'type':'function_call','call_id':'call_1',"
            + "'name':'orders','arguments':'{}'}]}";
    String said =
        "{'id':'resp_2','status':'completed','output':[{'type':'message','role':'assistant',"
            + "'content':[{'type':'output_text','text':'none'}]}]}";
    wire.call(RESPONSES, "{'model':'m','input':'my orders'}", asked);
    Interaction one =
        wire.only(
            RESPONSES,
            "{'model':'m','previous_response_id':'resp_1','input':[{'type':'function_call_output',"
                + "'call_id':'call_1','output':'[]'}]}",
            said);
    assertThat(one.calls()).hasSize(3);
    assertThat(one.input()).isEqualTo("my orders");
    assertThat(one.output()).isEqualTo("none");
    assertThat(tools(one).get(0).result()).isEqualTo("[]");
    Interaction next =
        wire.only(
            RESPONSES,
            "{'model':'m','previous_response_id':'resp_2','input':'sure?'}",
            said.replace("resp_2", "resp_3"));
    assertThat(next.conversationId()).isEqualTo(one.conversationId());
    assertThat(next.conversationSource()).isEqualTo("request");
  }

  @Test
  void responsesGoOnByTheirItems() {
    String calls =
        "{'type':'function_call','call_id':'call_a','name':'f','arguments':'{}'},"
            + "{'type':'function_call','call_id':'call_b','name':'f','arguments':'{}'}";
    String asked =
        "{'id':'resp_1','status':'completed','output':[{'type':'message','role':'assistant',"
            + "'content':[{'type':'output_text','text':'Let me see.'}]},"
            + calls
            + "]}";
    wire.call(RESPONSES, "{'model':'m','input':[" + user("go") + "]}", asked);
    String interleaved =
        "{'model':'m','input':["
            + user("go")
            + ",{'type':'message','role':'assistant','content':[{'type':'output_text',"
            + "'text':'Let me see.'}]},"
            + calls.replace(
                "},{", "},{'type':'function_call_output','call_id':'call_a'," + "'output':'A'},{")
            + ",{'type':'function_call_output','call_id':'call_b','output':'B'}]}";
    Interaction one =
        wire.only(
            RESPONSES,
            interleaved,
            "{'id':'resp_2','status':'completed','output':[{'type':'message','role':'assistant',"
                + "'content':[{'type':'output_text','text':'done'}]}]}");
    assertThat(tools(one)).extracting(Detail.Tool::result).containsExactly("A", "B");
  }

  @Test
  void anthropicGoesOnWithTheUsersTurn() {
    String use = "{'type':'tool_use','id':'toolu_1','name':'orders','input':{'n':1}}";
    wire.call(
        ANTHROPIC,
        chat(user("orders?")),
        "{'id':'msg_1','role':'assistant','content':[{'type':'text','text':'Let me see.'},"
            + use
            + "],'stop_reason':'tool_use'}");
    Interaction one =
        wire.only(
            ANTHROPIC,
            chat(
                user("orders?"),
                "{'role':'assistant','content':[{'type':'text','text':'Let me see.'}," + use + "]}",
                "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1',"
                    + "'is_error':true,'content':'no such table'}]}"),
            "{'id':'msg_2','role':'assistant','content':[{'type':'text','text':'Sorry.'}],"
                + "'stop_reason':'end_turn'}");
    assertThat(one.output()).isEqualTo("Sorry.");
    assertThat(tools(one).get(0).arguments()).isEqualTo(Map.of("n", 1));
    assertThat(one.calls().get(1).outcome()).isEqualTo(Outcome.ERROR);
    assertThat(one.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void geminiHasNoIds() {
    String asked =
        "{'role':'model','parts':[{'functionCall':{'name':'weather','args':{'city':'Paris'}}},"
            + "{'functionCall':{'name':'weather','args':{'city':'Rome'}}}]}";
    String question = "{'role':'user','parts':[{'text':'Paris or Rome?'}]}";
    wire.call(
        GEMINI,
        "{'contents':[" + question + "]}",
        "{'candidates':[{'content':" + asked + ",'finishReason':'STOP'}]}");
    String answered =
        "{'role':'user','parts':[{'functionResponse':{'name':'weather','response':{'is':'wet'}}},"
            + "{'functionResponse':{'name':'weather','response':{'is':'hot'}}}]}";
    Interaction one =
        wire.only(
            GEMINI,
            "{'contents':[" + question + "," + asked + "," + answered + "]}",
            "{'candidates':[{'content':{'role':'model','parts':[{'text':'Rome.'}]},"
                + "'finishReason':'STOP'}]}");
    assertThat(tools(one))
        .extracting(Detail.Tool::result)
        .containsExactly(Map.of("is", "wet"), Map.of("is", "hot"));
    assertThat(one.output()).isEqualTo("Rome.");
  }

  @Test
  void ollamaNamesTheTool() {
    String asked =
        "{'role':'assistant','content':'','tool_calls':[{'function':{'name':'weather',"
            + "'arguments':{'city':'Paris'}}}]}";
    wire.call(
        OLLAMA,
        chat(user("Paris?")),
        "{'model':'m','message':" + asked + ",'done':true,'done_reason':'stop'}");
    String other =
        chat(user("Rome?"), asked, "{'role':'tool','tool_name':'weather','content':'x'}");
    String answer =
        "{'model':'m','message':{'role':'assistant','content':'Wet.'},'done':true,"
            + "'done_reason':'stop'}";
    assertThat(wire.only(OLLAMA, other, answer).calls()).hasSize(1);
    Interaction one =
        wire.only(
            OLLAMA,
            chat(user("Paris?"), asked, "{'role':'tool','tool_name':'weather','content':'wet'}"),
            answer);
    assertThat(tools(one).get(0).result()).isEqualTo("wet");
    assertThat(tools(one).get(0).callId()).isNull();
  }
}
