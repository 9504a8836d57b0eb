package dev.steno.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each detector finds, and what looks like it and is none. */
class DetectorsTest {
  static List<String> secrets() {
    return Canaries.ALL;
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretIsFoundWhereverItStands(String secret) {
    Redactor redactor = Redactors.usual();
    for (String around :
        List.of("%s", "use %s, please", "\"%s\"", "(%s)", "line\n%s\nline", "鍵は%sです")) {
      String text = around.formatted(secret);
      assertThat(redactor.text(text)).as(text).doesNotContain(Canaries.core(secret));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob@example.com",
        "Bob.O'Neil+steno@mail.example.co.uk",
        "a@b.de",
        "jörg@müller.de",
        "x_y-z@sub-domain.example.museum"
      })
  void addressesOfEmail(String email) {
    assertThat(Redactors.of(new EmailFinder()).text("to " + email + ".")).isEqualTo("to [email].");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@alice",
        "a@b",
        "a @ b.de",
        "@Override",
        "x@1.0",
        "npm i @types/node@18.1",
        "a@@b.de",
        "a.@b.de",
        "user@"
      })
  void noAddressesOfEmail(String text) {
    assertThat(Redactors.of(new EmailFinder()).text(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1111",
        "4111111111111111",
        "5555-5555-5555-4444",
        "378282246310005",
        "3782 822463 10005",
        "6011111111111117",
        "3530111333300000",
        "2223003122003222",
        "30569309025904",
        "4000000000000000006"
      })
  void cards(String card) {
    assertThat(number(new Cards()).text("card " + card + ", ok")).isEqualTo("card [card], ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1112",
        "41111111111111111111111",
        "1234567890123456",
        "1714435200000",
        "0.4111111111111111",
        "4111-1111 1111-1111",
        "a4111111111111111",
        "4111111111111111f",
        "9999 9999 9999 9995"
      })
  void noCards(String text) {
    assertThat(number(new Cards()).text(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "GB29 NWBK 6016 1331 9268 19",
        "FR1420041010050500013M02606",
        "NO9386011117947",
        "nl91abna0417164300"
      })
  void ibans(String iban) {
    assertThat(number(new Ibans()).text("to " + iban + ".")).isEqualTo("to [iban].");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE88370400440532013000",
        "DE8937040044053201300",
        "DE893704004405320130001",
        "XX89370400440532013000",
        "GB29 NWBK 6016 1331 9268 18",
        "SE35 volumes of it"
      })
  void noIbans(String text) {
    assertThat(number(new Ibans()).text(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.0.1",
        "8.8.8.8",
        "2001:db8::1",
        "::1",
        "fe80::1ff:fe23:4567:890a",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "::ffff:192.0.2.128"
      })
  void addresses(String ip) {
    assertThat(number(new Addresses()).text("from " + ip + ".")).isEqualTo("from [ip].");
    assertThat(number(new Addresses()).text("[" + ip + "]")).isEqualTo("[[ip]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3",
        "1.2.3.4.5",
        "v1.2.3.4",
        "256.1.1.1",
        "1.2.3.4-rc1",
        "12:34:56",
        "2026-11-20T21:16:49.382Z",
        "00:1A:2B:3C:4D:5E",
        "std::vector<int> v1",
        "a::b",
        "1:2",
        "10:30 to 11:30",
        "x1.2.3.4",
        "1..2..3..4",
        "2001:db8:::1"
      })
  void noAddresses(String text) {
    assertThat(number(new Addresses()).text(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1 415 555 2671",
        "+49 (0)30 123456",
        "+442079460958",
        "(415) 555-2671",
        "415-555-2671",
        "415.555.2671",
        "1-415-555-2671",
        "030 12345678",
        "0171/1234567",
        "06 12 34 56 78",
        "020 7946 0958",
        "01712345678",
        "0049 171 1234567"
      })
  void phones(String phone) {
    assertThat(number(new Phones()).text("call " + phone + "!")).isEqualTo("call [phone]!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20",
        "20.11.2026",
        "01.02.2026",
        "1,234,567.89",
        "$4155552671",
        "4155552671",
        "1714435200",
        "3.14159265",
        "+5",
        "order 12345678",
        "0x0171234567",
        "00000000-0000",
        "12:30 - 14:45",
        "1 2 3 4 5 6 7 8 9 10 11",
        "ISBN 978-3-16-148410-0"
      })
  void noPhones(String text) {
    assertThat(number(new Phones()).text(text)).isSameAs(text);
  }

  @ParameterizedTest
  @MethodSource("dev.steno.agent.privacy.Benign#all")
  void whatIsNoSecretStays(String text) {
    assertThat(Redactors.usual().text(text)).isSameAs(text);
    Map<String, Object> tree = Map.of("value", text, "list", List.of(text, 7));
    assertThat(Redactors.usual().tree(tree)).isSameAs(tree);
  }

  private static Redactor number(NumberFinder.AtDigits digits) {
    return Redactors.of(new NumberFinder(List.of(digits)));
  }

  /** What stands before a key in a word may look like the beginning of another. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-api-key-",
        "team-pa-",
        "SKIP-",
        "key-pa-hf_x-",
      })
  void aKeyInsideOfAWord(String before) {
    String key = "sk-proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8";
    assertThat(Redactors.of(new KeyFinder()).text("use " + before + key + " now"))
        .doesNotContain("Ab1Cd2")
        .endsWith("[secret] now");
  }
}
