package io.parley.storage.codec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.parley.storage.codec.RoomTokenException.Reason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.UserId;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Room tokens as JWT (RFC 7519), signed with HS256: {@code iss} parley-web, {@code aud} parley-sfu,
 * {@code mid}, {@code sub}, {@code name}, {@code subject}, {@code uid} (optional), {@code grants},
 * {@code consent}, {@code recording}, {@code exp}, and {@code jti}, which tells tokens apart that
 * say the same. Any thread may use it.
 */
public final class RoomTokenCodec {
  public static final String ISSUER = "parley-web";
  public static final String AUDIENCE = "parley-sfu";
  public static final int MIN_SECRET_BYTES = 32;

  private final Clock clock;
  private final JWSSigner signer;
  private final JWSVerifier verifier;
  private final RandomGenerator random;

  /**
   * A token that was found good.
   *
   * @param id what makes it different from every other; null if it was signed by a Parley that gave
   *     none
   */
  public record Opened(RoomToken token, @Nullable String id) {}

  /**
   * @param secret shared by the web server and the SFU, at least {@link #MIN_SECRET_BYTES} bytes
   * @throws IllegalArgumentException if the secret is shorter
   */
  public RoomTokenCodec(byte[] secret, Clock clock) {
    this(secret, clock, new SecureRandom());
  }

  /**
   * @param random for identities; any thread may use it
   */
  public RoomTokenCodec(byte[] secret, Clock clock, RandomGenerator random) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the secret of room tokens needs at least "
              + MIN_SECRET_BYTES
              + " bytes, not "
              + secret.length);
    }
    this.clock = clock;
    this.random = random;
    try {
      this.signer = new MACSigner(secret.clone());
      this.verifier = new MACVerifier(secret.clone());
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 is missing", e);
    }
  }

  /** The compact form. The time of expiry is cut to whole seconds, as JWT has it. */
  public String sign(RoomToken token) {
    List<String> grants =
        token.grants().stream().map(g -> g.name().toLowerCase(Locale.ROOT)).sorted().toList();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .claim("mid", token.meetingId().value())
            .subject(token.participantId().value())
            .jwtID(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()))
            .claim("name", token.displayName())
            .claim("subject", token.subject())
            .claim("grants", grants)
            .claim("consent", token.consentToRecording())
            .claim("recording", token.recording())
            .expirationTime(Date.from(token.expiresAt()));
    UserId user = token.userId();
    if (user != null) {
      claims.claim("uid", user.value());
    }
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("signing with HS256 failed", e);
    }
    return jwt.serialize();
  }

  /**
   * @param compact as a stranger sent it
   * @throws RoomTokenException if it isn't a token of ours, or no longer
   */
  public RoomToken verify(String compact) throws RoomTokenException {
    return open(compact).token();
  }

  /**
   * As {@link #verify}, with the token's identity.
   *
   * @throws RoomTokenException if it isn't a token of ours, or no longer
   */
  public Opened open(String compact) throws RoomTokenException {
    try {
      JWT jwt = JWTParser.parse(compact);
      if (!(jwt instanceof SignedJWT signed)
          || !JWSAlgorithm.HS256.equals(signed.getHeader().getAlgorithm())
          || !signed.verify(verifier)) {
        throw new RoomTokenException(Reason.FORGED, "the room token isn't signed with our key");
      }
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      return new Opened(fromClaims(claims), claims.getJWTID());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new RoomTokenException(Reason.MALFORMED, "not a room token: " + e.getMessage(), e);
    }
  }

  private RoomToken fromClaims(JWTClaimsSet claims) throws ParseException, RoomTokenException {
    if (!ISSUER.equals(claims.getIssuer())) {
      throw new RoomTokenException(Reason.FORGED, "a token of another issuer");
    }
    if (!claims.getAudience().contains(AUDIENCE)) {
      throw new RoomTokenException(Reason.WRONG_AUDIENCE, "a token for another service");
    }
    Date expiry = required("exp", claims.getExpirationTime());
    RoomToken token =
        new RoomToken(
            new MeetingId(required("mid", claims.getStringClaim("mid"))),
            required("subject", claims.getStringClaim("subject")),
            new ParticipantId(required("sub", claims.getSubject())),
            required("name", claims.getStringClaim("name")),
            userOf(claims.getStringClaim("uid")),
            grantsOf(required("grants", claims.getStringListClaim("grants"))),
            required("consent", claims.getBooleanClaim("consent")),
            required("recording", claims.getBooleanClaim("recording")),
            expiry.toInstant());
    if (!clock.instant().isBefore(token.expiresAt())) {
      throw new RoomTokenException(Reason.EXPIRED, "the room token expired " + token.expiresAt());
    }
    return token;
  }

  private static @Nullable UserId userOf(@Nullable String uid) {
    return uid == null ? null : new UserId(uid);
  }

  private static Set<RoomToken.Grant> grantsOf(List<String> names) {
    return names.stream()
        .map(name -> RoomToken.Grant.valueOf(name.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T> T required(String claim, @Nullable T value) throws RoomTokenException {
    if (value == null) {
      throw new RoomTokenException(Reason.MALFORMED, "the room token lacks '" + claim + "'");
    }
    return value;
  }
}
