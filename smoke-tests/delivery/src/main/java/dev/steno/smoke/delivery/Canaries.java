package dev.steno.smoke.delivery;

import java.util.List;

/**
 * Sixty secrets that no service ever issued, each with a sign in it that can be searched for, and
 * the places that they are planted in.
 */
public final class Canaries {
  /** What all signs begin with. */
  public static final String SIGN = "C4N4RY";

  /** What every prompt and every answer has in it, beside secrets. */
  public static final String SAID = "M4RK3R";

  public static final int ALL = 60;

  /** From here on, and up to {@link #FIRST_ERROR}, they are in what was said. */
  public static final int FIRST_SAID = 25;

  /** From here on they are in errors. */
  public static final int FIRST_ERROR = 57;

  private static final String FILLER = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xYz2";

  private Canaries() {}

  /** What to search for. */
  public static String sign(int number) {
    return SIGN + (number < 10 ? "0" : "") + number;
  }

  /** A key of this provider's, that long. */
  private static String key(String prefix, int number, int length) {
    String filler = FILLER.repeat(4);
    return prefix + sign(number) + filler.substring(0, length - sign(number).length());
  }

  static String openAi(int number) {
    return key("sk-proj-", number, 48);
  }

  static String bearer(int number) {
    return "Bearer " + key("", number, 32);
  }

  static String inUrl(int number) {
    return "https://app:" + key("", number, 16) + "@db.example.com/orders";
  }

  /** One in each of the shapes that secrets have in prompts; {@code first} is its number. */
  static List<String> shapes(int first) {
    return List.of(
        openAi(first),
        key("sk-ant-api03-", first + 1, 80),
        key("AIza", first + 2, 35),
        "AKIA" + sign(first + 3) + "ABCDEFGH",
        "aws_secret_access_key = " + key("", first + 4, 40),
        key("ghp_", first + 5, 36),
        key("github_pat_", first + 6, 60),
        key("xoxb-123456789012-", first + 7, 24),
        key("glpat-", first + 8, 20),
        key("hf_", first + 9, 34),
        key("gsk_", first + 10, 52),
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + key("", first + 11, 43),
        "-----BEGIN PRIVATE KEY-----\\n"
            + key("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", first + 12, 32)
            + "\\n-----END PRIVATE KEY-----",
        "Authorization: " + bearer(first + 13),
        inUrl(first + 14),
        "postgres://app:" + key("", first + 15, 12) + "@db:5432/orders");
  }
}
