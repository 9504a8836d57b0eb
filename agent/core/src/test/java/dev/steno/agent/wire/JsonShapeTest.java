package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body's head says about what it is for. */
class JsonShapeTest {
  private static final String CHAT = "/v1/chat/completions";

  private static boolean whole(String path, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return JsonShape.looksLikeModelCall(path, bytes, bytes.length, true);
  }

  private static boolean head(String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return JsonShape.looksLikeModelCall(CHAT, bytes, bytes.length, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m','messages':[]}",
        " \n{ 'messages' : [{'role':'user','content':'say \\'model\\': no'}] , 'model' : 'm' }",
        "{'input':'x','model':'m'}",
        "{'prompt':['x'],'n':1,'model':'m'}",
      })
  void asksAModel(String body) {
    assertThat(whole(CHAT, body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[{'model':'m','messages':[]}]",
        "{'answers':[{'model':'m','messages':[]}]}",
        "{'model':'T','year':1908}",
        "{'messages':[]}",
        "{'a':'model','b':'messages'}",
        "model=m&messages=x",
        "{'model",
        "{'model'",
      })
  void asksNone(String body) {
    assertThat(whole(CHAT, body)).isFalse();
  }

  @Test
  void aHeadThatSaysHalfIsEnoughWhenMoreComes() {
    assertThat(head("{'messages':[{'role':'user','content':'a long text")).isTrue();
    assertThat(head("{'model':'m','tools':[{")).isTrue();
    assertThat(head("{'answers':[{'text':'a long text")).isFalse();
  }

  @Test
  void aModelInThePathNeedsNoneInTheBody() {
    assertThat(whole("/model/amazon.nova-lite-v1:0/converse", "{'messages':[]}")).isTrue();
    assertThat(whole("/model/T/invoke", "{'colour':'black'}")).isFalse();
  }

  @Test
  void noMoreThanTheHeadIsLookedAt() {
    String blank = " ".repeat(JsonShape.HEAD);
    assertThat(whole(CHAT, "{'model':'m'," + blank + "'messages':[]}")).isTrue();
    assertThat(whole(CHAT, "{" + blank + "'model':'m','messages':[]}")).isFalse();
  }
}
