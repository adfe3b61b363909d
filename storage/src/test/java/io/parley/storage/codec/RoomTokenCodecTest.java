package io.parley.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.parley.storage.codec.RoomTokenException.Reason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import io.parley.storage.contract.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomTokenCodecTest {
  private static final byte[] SECRET =
      "a secret of at least 32 bytes, for tests".getBytes(StandardCharsets.US_ASCII);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final RoomToken TOKEN =
      new RoomToken(
          new MeetingId("m1"),
          "Planung 计划",
          new ParticipantId("p1"),
          "Anna Müller",
          new UserId("u7"),
          Set.of(Grant.JOIN, Grant.PUBLISH, Grant.SUBSCRIBE, Grant.ADMIN, Grant.RECORD),
          true,
          false,
          NOW.plusSeconds(60));

  private final RoomTokenCodec codec = at(NOW);

  @Test
  void tokensThatSayTheSameAreToldApart() throws Exception {
    RoomTokenCodec.Opened one = codec.open(codec.sign(TOKEN));
    RoomTokenCodec.Opened other = codec.open(codec.sign(TOKEN));
    assertThat(one.token()).isEqualTo(other.token());
    assertThat(one.id()).isNotBlank().isNotEqualTo(other.id());
  }

  @Test
  void whatWasSignedIsReadBack() throws Exception {
    assertThat(codec.verify(codec.sign(TOKEN))).isEqualTo(TOKEN);
    RoomToken guest =
        new RoomToken(
            TOKEN.meetingId(),
            "",
            TOKEN.participantId(),
            "Gast",
            null,
            Set.of(Grant.JOIN),
            false,
            true,
            NOW.plusSeconds(1));
    assertThat(codec.verify(codec.sign(guest))).isEqualTo(guest);
  }

  @Test
  void goldenTokenIsReadForEver() throws Exception {
    String golden = Golden.text("room-token.jwt").strip();
    assertThat(codec.verify(golden)).isEqualTo(TOKEN);
  }

  @Test
  void expiresAtTheSecondItNames() throws Exception {
    String signed = codec.sign(TOKEN);
    assertThat(at(NOW.plusMillis(59_999)).verify(signed)).isEqualTo(TOKEN);
    assertThat(reasonOf(at(NOW.plusSeconds(60)), signed)).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void everyForgeryIsSeen() throws Exception {
    String signed = codec.sign(TOKEN);
    RoomTokenCodec other = new RoomTokenCodec(new byte[32], Clock.fixed(NOW, ZoneOffset.UTC));
    assertThat(reasonOf(codec, other.sign(TOKEN))).isEqualTo(Reason.FORGED);
    assertThat(reasonOf(codec, signed.substring(0, signed.lastIndexOf('.') + 1) + "AAAA"))
        .isEqualTo(Reason.FORGED);
    JWTClaimsSet claims = SignedJWT.parse(signed).getJWTClaimsSet();
    assertThat(reasonOf(codec, new PlainJWT(claims).serialize())).isEqualTo(Reason.FORGED);
    assertThat(reasonOf(codec, signedWith(new JWTClaimsSet.Builder(claims).issuer("x"))))
        .isEqualTo(Reason.FORGED);
    assertThat(reasonOf(codec, signedWith(new JWTClaimsSet.Builder(claims).audience("x"))))
        .isEqualTo(Reason.WRONG_AUDIENCE);
  }

  @Test
  void missingAndWrongClaimsAreMalformed() throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(codec.sign(TOKEN)).getJWTClaimsSet();
    for (String claim :
        new String[] {"mid", "sub", "name", "subject", "grants", "consent", "recording", "exp"}) {
      String without = signedWith(new JWTClaimsSet.Builder(claims).claim(claim, null));
      assertThat(reasonOf(codec, without)).as(claim).isEqualTo(Reason.MALFORMED);
    }
    assertThat(reasonOf(codec, signedWith(new JWTClaimsSet.Builder(claims).claim("mid", "a/b"))))
        .isEqualTo(Reason.MALFORMED);
    assertThat(reasonOf(codec, signedWith(new JWTClaimsSet.Builder(claims).claim("consent", "no"))))
        .isEqualTo(Reason.MALFORMED);
    for (String noise : new String[] {"", ".", "a.b.c", "ey", "{}", "\u0000"}) {
      assertThat(reasonOf(codec, noise)).as(noise).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void shortSecretsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RoomTokenCodec(new byte[31], Clock.systemUTC()))
        .withMessageContaining("32");
  }

  private static RoomTokenCodec at(Instant now) {
    return new RoomTokenCodec(SECRET, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static String signedWith(JWTClaimsSet.Builder claims) throws Exception {
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    jwt.sign(new MACSigner(SECRET));
    return jwt.serialize();
  }

  private static Reason reasonOf(RoomTokenCodec codec, String token) {
    RoomTokenException thrown =
        catchThrowableOfType(RoomTokenException.class, () -> codec.verify(token));
    assertThat(thrown).as(token).isNotNull();
    return thrown.reason();
  }
}
