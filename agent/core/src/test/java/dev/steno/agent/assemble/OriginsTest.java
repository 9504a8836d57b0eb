package dev.steno.agent.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who speaks, of all that was told of it. */
class OriginsTest {
  private static final String SESSION = "A1B2C3D4E5F6";

  private final Properties settings = new Properties();

  private Interaction placed(String requestFields, ScopeFacts facts) {
    Config config = ConfigReader.read(null, settings, Map.of());
    String request = "{'model':'m'" + requestFields + ",'messages':[]}";
    Interaction plain =
        new Interactions("")
            .of(List.of(new Wire(Wire.DEFAULTS).read(LinkingTest.CHAT, request, "{}")));
    return new Origins(config.speakers()).placed(plain, facts);
  }

  private Origin origin(ScopeFacts facts) {
    return placed("", facts).origin();
  }

  private static ScopeFacts inbound(Object... told) {
    ScopeFacts facts = ScopeFacts.NONE;
    for (int i = 0; i < told.length; i += 2) {
      facts = facts.with(Source.INBOUND, (Fact) told[i], told[i + 1]);
    }
    return facts;
  }

  private static ScopeFacts all(Fact fact) {
    ScopeFacts facts = ScopeFacts.NONE;
    for (Source source : Source.values()) {
      facts = facts.with(source, fact, "by-" + source);
    }
    return facts;
  }

  @ParameterizedTest
  @CsvSource({
    "'api,request,principal,header,mdc,baggage', by-API",
    "'request,api', by-request",
    "'principal,header', by-PRINCIPAL",
    "header, by-HEADER",
    "'mdc,baggage', by-MDC",
    "baggage, by-BAGGAGE"
  })
  void theUserIsTheStrongestSources(String order, String user) {
    settings.setProperty("steno.user.from", order);
    Interaction one = placed(",'user':'by-request'", all(Fact.USER_ID));
    assertThat(one.origin().userId()).isEqualTo(user);
  }

  @Test
  void whatIsNotNamedIsNotBelieved() {
    settings.setProperty("steno.user.from", "header");
    assertThat(placed(",'user':'ann'", ScopeFacts.NONE).origin().userId()).isNull();
    ScopeFacts blank = ScopeFacts.NONE.with(Source.HEADER, Fact.USER_ID, "  ");
    assertThat(origin(blank).userId()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {",'user':'ann'", ",'safety_identifier':'ann'", ",'metadata':{'user_id':'ann'}"})
  void theRequestNamesTheUser(String field) {
    assertThat(placed(field, ScopeFacts.NONE).origin().userId()).isEqualTo("ann");
  }

  @Test
  void theSessionOfAWebRequestIsHashedAndNoOther() {
    String hashed = origin(inbound(Fact.SESSION_ID, SESSION)).sessionId();
    assertThat(hashed).matches("[0-9a-f]{32}").isEqualTo("8ec2ba71a9cf0e2f802779698e4a2dea");
    for (Source source : List.of(Source.API, Source.HEADER, Source.MDC, Source.BAGGAGE)) {
      ScopeFacts facts = ScopeFacts.NONE.with(source, Fact.SESSION_ID, SESSION);
      assertThat(origin(facts).sessionId()).isEqualTo(SESSION);
    }
  }

  @Test
  void theConversationIsTheStrongestSources() {
    String named = ",'conversation':'c-request'";
    ScopeFacts context =
        ScopeFacts.NONE
            .with(Source.MDC, Fact.CONVERSATION_ID, "c-mdc")
            .with(Source.BAGGAGE, Fact.CONVERSATION_ID, "c-baggage");
    ScopeFacts header = context.with(Source.HEADER, Fact.CONVERSATION_ID, "c-header");
    ScopeFacts api = header.with(Source.API, Fact.CONVERSATION_ID, "c-api");
    assertConversation(placed("", context), "c-mdc", "inbound");
    assertConversation(placed("", header), "c-header", "inbound");
    assertConversation(placed(named, header), "c-request", "request");
    assertConversation(placed(named, api), "c-api", "api");
  }

  private static void assertConversation(Interaction placed, String id, String source) {
    Interaction assigned = new Conversations(List.of("conversation"), true, 10).assigned(placed);
    assertThat(assigned.conversationId()).isEqualTo(id);
    assertThat(assigned.conversationSource()).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.8.8.8        |                                  |                    |         | 8.8.8.8",
        "8.8.8.8        | for=1.1.1.1                      | 2.2.2.2            | 3.3.3.3 | 8.8.8.8",
        "10.0.0.1       |                                  |                    | 3.3.3.3 | 3.3.3.3",
        "10.0.0.1       |                                  | 2.2.2.2            | 3.3.3.3 | 2.2.2.2",
        "10.0.0.1       | for=1.1.1.1                      | 2.2.2.2            | 3.3.3.3 | 1.1.1.1",
        "10.0.0.1:8080  |                                  | 6.6.6.6, 2.2.2.2   |         | 2.2.2.2",
        "10.0.0.1       |                                  | 6.6.6.6,2.2.2.2,10.0.0.9 |   | 2.2.2.2",
        "10.0.0.1       |                                  | 10.0.0.3, 10.0.0.2 |         | 10.0.0.3",
        "0:0:0:0:0:0:0:1 |                                 | 2001:db8::1        |         | 2001:db8::1",
        "::1            |                                  | [2001:DB8::1]:443  |         | 2001:db8::1",
        "127.0.0.1      |                                  | 2.2.2.2:51234      |         | 2.2.2.2",
        "127.0.0.1      | For=\"[2001:db8:cafe::17]:4711\" |                    |         | 2001:db8:cafe::17",
        "127.0.0.1      | for=6.6.6.6;by=1.2.3.4;proto=http, for=\"2.2.2.2:_x\";by=\"a,b\" | | | 2.2.2.2",
        "127.0.0.1      | for=2.2.2.2, for=unknown         |                    |         | 127.0.0.1",
        "127.0.0.1      | for=_hidden, for=2.2.2.2         |                    |         | 2.2.2.2",
        "127.0.0.1      | proto=https                      | 2.2.2.2            |         | 127.0.0.1",
        "127.0.0.1      |                                  | 2.2.2.2, garbage   |         | 127.0.0.1",
        "127.0.0.1      |                                  | <script>, 2.2.2.2, |         | 127.0.0.1",
        "127.0.0.1      |                                  | ,,,,               |         | 127.0.0.1",
        "127.0.0.1      | for=\"                           |                    |         | 127.0.0.1",
        "127.0.0.1      | for=\"[::1                       |                    |         | 127.0.0.1",
        "::ffff:10.0.0.1 |                                 | ::ffff:2.2.2.2     |         | 2.2.2.2",
        "fe80::1%eth0   |                                  | fd00::2%1, 2.2.2.2 |         | 2.2.2.2",
        "localhost      |                                  | 2.2.2.2            | 3.3.3.3 | ",
        "               |                                  | 2.2.2.2            | 3.3.3.3 | "
      })
  void theAddressIsTheLastThatNoTrustedProxyHas(
      String remote, String forwarded, String xForwardedFor, String xRealIp, String ip) {
    ScopeFacts facts = ScopeFacts.NONE;
    facts = told(facts, Fact.REMOTE_ADDRESS, remote);
    facts = told(facts, Fact.FORWARDED, forwarded);
    facts = told(facts, Fact.X_FORWARDED_FOR, xForwardedFor);
    facts = told(facts, Fact.X_REAL_IP, xRealIp);
    assertThat(origin(facts).client().ip()).isEqualTo(ip);
  }

  private static ScopeFacts told(ScopeFacts facts, Fact fact, String text) {
    return text == null ? facts : facts.with(Source.INBOUND, fact, text);
  }

  @Test
  void noProxyIsTrustedWhenNoneIs() {
    settings.setProperty("steno.client.trusted-proxies", "none");
    ScopeFacts facts = inbound(Fact.REMOTE_ADDRESS, "127.0.0.1", Fact.X_FORWARDED_FOR, "2.2.2.2");
    assertThat(origin(facts).client().ip()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 | desktop",
        "Mozilla/5.0 (Windows NT 6.1; Tablet PC 2.0) | desktop",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15 | desktop",
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 | desktop",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/131.0 | desktop",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148 Safari/604.1 | mobile",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/131.0 Mobile Safari/537.36 | mobile",
        "Mozilla/5.0 (Linux; Android 13; SM-X900) Chrome/131.0 Safari/537.36 | tablet",
        "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) Mobile/15E148 Safari/604.1 | tablet",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | bot",
        "Mozilla/5.0 (Linux; Android 6.0.1) Mobile Safari/537.36 (compatible; bingbot/2.0) | bot",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0 Safari/537.36 | bot",
        "curl/8.5.0 | bot",
        "Java-http-client/17.0.9 | bot",
        "okhttp/4.12.0 | ",
        "something | "
      })
  void theDeviceIsKnownByTheUserAgent(String userAgent, String device) {
    assertThat(origin(inbound(Fact.USER_AGENT, userAgent)).client().device()).isEqualTo(device);
    assertThat(origin(inbound(Fact.USER_AGENT, userAgent)).client().userAgent())
        .isEqualTo(userAgent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en-US,en;q=0.9           | en-US",
        "de;q=0.8, fr-CH;q=0.95   | fr-CH",
        "de;q=0.5, en;q=0.5       | de",
        "*;q=1, pt-br;q=0.3       | pt-BR",
        "en;q=0                   | ",
        "en;q=x, it               | it",
        "<script>, es;q=0.1       | es",
        "zh-Hant-TW               | zh-Hant-TW",
        "*                        | ",
        "en;q=2;q=, ;;;,          | "
      })
  void theLanguageIsTheOneWithTheMostWeight(String accepted, String language) {
    assertThat(origin(inbound(Fact.LANGUAGE, accepted)).client().language()).isEqualTo(language);
  }

  @Test
  void theRestIsAsItWasTold() {
    ScopeFacts facts =
        inbound(Fact.PATH, "/chat", Fact.USER_AGENT, "x".repeat(2000))
            .with(Source.BAGGAGE, Fact.TRACE_ID, "0af7")
            .with(Source.BAGGAGE, Fact.SPAN_ID, "b7ad")
            .with(Source.HEADER, Fact.DEVICE_ID, "d-1")
            .with(Source.API, Fact.CONVERSATION_NAME, "An order")
            .with(Source.API, Fact.ENVIRONMENT, "production")
            .with(Source.API, Fact.SOURCE, "web")
            .with(Source.API, Fact.PROPERTIES, Map.of("tenant", "acme", "seats", 3));
    Origin origin = origin(facts);
    assertThat(origin.client().path()).isEqualTo("/chat");
    assertThat(origin.client().source()).isEqualTo("web");
    assertThat(origin.client().userAgent()).hasSize(512);
    assertThat(origin.traceId()).isEqualTo("0af7");
    assertThat(origin.spanId()).isEqualTo("b7ad");
    assertThat(origin.deviceId()).isEqualTo("d-1");
    assertThat(origin.conversationName()).isEqualTo("An order");
    assertThat(origin.environment()).isEqualTo("production");
    assertThat(origin.properties()).isEqualTo(Map.of("tenant", "acme", "seats", 3));
  }
}
