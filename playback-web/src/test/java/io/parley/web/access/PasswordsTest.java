package io.parley.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords(new SecureRandom());

  @Test
  void theRightPasswordMatchesAndNoOtherDoes() {
    String hash = passwords.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    assertThat(passwords.verify("correct horsE", hash)).isFalse();
    assertThat(passwords.verify("", hash)).isFalse();
    assertThat(passwords.outdated(hash)).isFalse();
  }

  @Test
  void twoHashesOfOnePasswordDiffer() {
    assertThat(passwords.hash("same")).isNotEqualTo(passwords.hash("same"));
  }

  /** A hash made by the reference implementation (the phc-winner-argon2 test vectors). */
  @Test
  void hashesOfTheReferenceImplementationAreUnderstood() {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(passwords.verify("password", reference)).isTrue();
    assertThat(passwords.verify("Password", reference)).isFalse();
    assertThat(passwords.outdated(reference)).isTrue();
  }

  @Test
  void theSameLettersWrittenDifferentlyAreTheSamePassword() {
    String hash = passwords.hash("ångström-ångström");
    assertThat(passwords.verify("a\u030angstro\u0308m-a\u030angstro\u0308m", hash)).isTrue();
  }

  @Test
  void nobodyHasNoPassword() {
    assertThat(passwords.verifyNobody("")).isFalse();
    assertThat(passwords.verifyNobody("anything")).isFalse();
    assertThatThrownBy(() -> passwords.verify("x", "$2a$10$bcrypt"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void csrfTokensBelongToOneSession() {
    byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    Tokens tokens = new Tokens(new SecureRandom(), secret);
    String mine = tokens.newSession();
    String yours = tokens.newSession();
    assertThat(Tokens.isSession(mine)).isTrue();
    assertThat(Tokens.isSession(mine + "x")).isFalse();
    assertThat(tokens.csrfMatches(mine, tokens.csrf(mine))).isTrue();
    assertThat(tokens.csrfMatches(yours, tokens.csrf(mine))).isFalse();
    assertThat(tokens.csrf(mine)).doesNotContain(mine);
    assertThat(tokens.newName(16)).matches("[a-z0-9]{16}");
  }
}
