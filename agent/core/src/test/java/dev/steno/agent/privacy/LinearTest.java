package dev.steno.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are made to hurt take no longer than others, but for their length. */
class LinearTest {
  private static final int LONG = Boolean.getBoolean("nightly") ? 1 << 21 : 1 << 18;
  private static final int SHORT = LONG / 16;

  /** That of the test alone: a busy machine is not what is measured. */
  private static final long MOST_NANOS = 2_000_000_000L;

  static List<String> texts() {
    return List.of(
        "sk-sk-sk-",
        "sk-aaaaaaaaaaaaaaaaaaaa ",
        "AIzaSyA1234567890abcdefghijklmnopqrst ",
        "AKIA0123456789ABCDEF ",
        "a@a@a@",
        "a@a.",
        "bob@example.com ",
        "1111 ",
        "4444 ",
        "44 ",
        "4 ",
        "4111 1111 1111 1112 ",
        "eyJ",
        "eyJ.",
        "eyJhbGciOiJI.",
        "-----BEGIN",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----!",
        "-----BEGIN PRIVATE KEY----- -----END",
        "://",
        "a://u:p",
        "0123456789",
        ".",
        "1.",
        "1.1.1.1 ",
        "1.1.1.256 ",
        "a:",
        "a::1 ",
        ":",
        "+",
        "+1",
        "(",
        "0 ",
        "415-555-267 ",
        "GB29 ",
        "GB29 NWBK 6016 1331 9268 18 ",
        "password=",
        "password: ",
        "password:\"",
        "token=ab ",
        "key:",
        "abc=1 ",
        "passwor=1 ",
        "Bearer ",
        "Basic QUJDREVGRw== ",
        "Authorization: a ",
        "cookie: a=b;",
        "[",
        "[secret",
        "-",
        "_a",
        "\\",
        "%3Dsk-",
        "SG.",
        "hf_0123456789ab",
        "123456789:AAAA",
        "f",
        " ");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theTimeGrowsAsTheText(String piece) {
    Redactor redactor = Redactors.all();
    String shorter = piece.repeat(SHORT / piece.length());
    String longer = piece.repeat(LONG / piece.length());
    redactor.text(shorter);
    long one = Math.min(nanos(redactor, shorter), nanos(redactor, shorter));
    long sixteen = nanos(redactor, longer);
    // 16 times as long; a square would be 256 times.
    assertThat(sixteen).isLessThan(Math.max(64 * one, 100_000_000L)).isLessThan(MOST_NANOS);
  }

  private static long nanos(Redactor redactor, String text) {
    var thread = ManagementFactory.getThreadMXBean();
    long begin = thread.getCurrentThreadCpuTime();
    String redacted = redactor.text(text);
    assertThat(redacted).isNotNull();
    return thread.getCurrentThreadCpuTime() - begin;
  }
}
