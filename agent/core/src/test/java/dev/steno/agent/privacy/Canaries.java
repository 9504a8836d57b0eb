package dev.steno.agent.privacy;

import java.util.List;

/** Secrets that none of anybody are, in the shapes that real ones have. */
final class Canaries {
  private static final String CODE = "Zq7Xk2Lm9Rt4Wv8Yb3Nc6Pd1Hf5Jg0Sa7Ku2Te9Qw4";

  private static String code(int length) {
    return CODE.repeat(3).substring(0, length);
  }

  private static final String HEX = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  /** One of each shape: what is before a blank, a sign or a line tells that it is one. */
  static final List<String> ALL =
      List.of(
          "sk-" + code(48),
          "sk-proj-" + code(24) + "_" + code(20) + "-" + code(30),
          "sk-svcacct-" + code(40),
          "sk-ant-api03-" + code(60) + "-" + code(30) + "AA",
          "sk-or-v1-" + HEX + HEX,
          "sk-" + HEX,
          "AIza" + code(35),
          "AKIAIOSFODNN7EXAMPL3",
          "ASIAIOSFODNN7EXAMPL3",
          "ghp_" + code(36),
          "gho_" + code(36),
          "ghs_" + code(36),
          "ghu_" + code(36),
          "ghr_" + code(36),
          "github_pat_" + code(22) + "_" + code(59),
          "glpat-" + code(20),
          "xoxb-123456789012-1234567890123-" + code(24),
          "xoxp-123456789012-1234567890123-" + code(24),
          "sk_live_" + code(24),
          "rk_live_" + code(24),
          "whsec_" + code(32),
          "hf_" + code(34),
          "gsk_" + code(52),
          "xai-" + code(80),
          "pplx-" + code(48),
          "r8_" + code(37),
          "npm_" + code(36),
          "pypi-AgEIcHlwaS5vcmc" + code(60),
          "SG." + code(22) + "." + code(43),
          "SK" + HEX,
          "123456789:AAF" + code(32),
          "ags_" + code(32),
          "wk_" + code(32),
          "nvapi-" + code(64),
          "tvly-" + code(32),
          "lsv2_pt_" + HEX + "_0a1b2c3d4e",
          "dckr_pat_" + code(27),
          "Bearer " + code(40),
          "bearer " + HEX,
          "Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l",
          "Authorization: Bearer " + code(20) + "." + code(10),
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + code(43),
          "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA"
              + code(64)
              + "\n"
              + code(30)
              + "==\n-----END RSA PRIVATE KEY-----",
          "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE" + code(64),
          "postgres://app:" + code(12) + "@db.internal:5432/orders",
          "https://user:hunter2hunter2@example.com/a",
          "password=" + code(12),
          "password: hunter2!x",
          "\"password\": \"correct horse battery\"",
          "{\\\"api_key\\\": \\\"" + code(20) + "\\\"}",
          "api_key=" + code(20),
          "?key=" + code(39) + "&x=1",
          "https://api.example.com/v1?access_token=" + code(20) + "&page=2",
          "x-api-key: " + HEX,
          "api-key: " + HEX,
          "Ocp-Apim-Subscription-Key: " + HEX,
          "AccountKey=" + code(60) + "+/" + code(24) + "==",
          "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPL3KEY",
          "client_secret=" + code(30),
          "Cookie: session=" + code(24) + "; csrf=" + code(10),
          "AKIAIOSFODNN7EXAMPL3 wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPL3KEY",
          "DB_PASSWORD='" + code(9) + "'",
          "refreshToken: " + code(30),
          "secret=" + code(14));

  private Canaries() {}

  static List<String> all() {
    return ALL;
  }

  /** The part of it that nobody may see. */
  static String core(String secret) {
    if (secret.contains("hunter2hunter2")) {
      return "hunter2hunter2";
    }
    if (secret.contains("correct horse")) {
      return "correct horse";
    }
    for (String part : List.of("wJalrXUtnFEMI", "IOSFODNN7", "YWxhZGRpbjp", "hunter2!x", HEX)) {
      if (secret.contains(part)) {
        return part;
      }
    }
    return code(9);
  }
}
