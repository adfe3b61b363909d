package io.parley.sfu.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * The certificate with which a process speaks DTLS: self-signed, ECDSA on P-256 (RFC 8827 §6.5),
 * made at start and never stored. Peers know it by the fingerprint that signalling carried. Ciphers
 * are the JDK's, whose P-256 is several times quicker than Bouncy Castle's own. Immutable.
 */
final class DtlsIdentity {
  private static final Duration VALID_BEFORE = Duration.ofDays(1);
  private static final Duration VALID_AFTER = Duration.ofDays(365);
  private static final SignatureAndHashAlgorithm ECDSA_SHA256 =
      SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

  private final JcaTlsCrypto crypto;
  private final KeyPair keys;
  private final Certificate certificate;
  private final DtlsFingerprint fingerprint;

  private DtlsIdentity(JcaTlsCrypto crypto, KeyPair keys, byte[] encoded) throws IOException {
    this.crypto = crypto;
    this.keys = keys;
    this.certificate = new Certificate(new TlsCertificate[] {crypto.createCertificate(encoded)});
    this.fingerprint = fingerprint(encoded);
  }

  /** Makes a new one. */
  static DtlsIdentity create(SecureRandom random, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair keys = generator.generateKeyPair();
      X500Name name = new X500Name("CN=parley");
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(63, random).add(BigInteger.ONE),
              Date.from(now.minus(VALID_BEFORE)),
              Date.from(now.plus(VALID_AFTER)),
              name,
              keys.getPublic());
      X509CertificateHolder holder =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(random);
      return new DtlsIdentity(crypto, keys, holder.getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("this Java cannot make an ECDSA P-256 certificate", e);
    }
  }

  /** The SHA-256 of an encoded certificate. */
  static DtlsFingerprint fingerprint(byte[] encoded) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded);
      return new DtlsFingerprint(
          DtlsFingerprint.SHA_256, HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  DtlsFingerprint fingerprint() {
    return fingerprint;
  }

  JcaTlsCrypto crypto() {
    return crypto;
  }

  Certificate certificate() {
    return certificate;
  }

  TlsCredentialedSigner signer(TlsContext context) {
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context), crypto, keys.getPrivate(), certificate, ECDSA_SHA256);
  }
}
