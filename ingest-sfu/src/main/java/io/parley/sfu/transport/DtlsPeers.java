package io.parley.sfu.transport;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/**
 * What we say in a DTLS 1.2 handshake with SRTP (RFC 5764), as server and as client: the suites
 * that WebRTC requires (RFC 8827 §6.5), a certificate from both sides, extended master secret.
 */
final class DtlsPeers {
  private static final int[] SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
  };
  private static final byte[] NO_MKI = {};

  private DtlsPeers() {}

  /**
   * One handshake: what goes in, and what came out.
   *
   * @see DtlsHandshake
   */
  static final class Terms {
    final DtlsIdentity identity;
    final DtlsFingerprint expected;
    final List<SrtpProfile> profiles;
    final int timeoutMillis;
    final int resendMillis;
    private volatile boolean mismatch;
    private volatile boolean closedByPeer;
    private volatile @Nullable SrtpProfile chosen;
    private volatile @Nullable SrtpKeys keys;

    Terms(DtlsIdentity identity, DtlsFingerprint expected, TransportConfig config) {
      this.identity = identity;
      this.expected = expected;
      this.profiles = config.profiles();
      this.timeoutMillis = (int) config.timeouts().connect().toMillis();
      this.resendMillis = (int) config.timeouts().handshakeResend().toMillis();
    }

    /** The peer showed a certificate other than the signalled one, or none. */
    boolean mismatch() {
      return mismatch;
    }

    boolean closedByPeer() {
      return closedByPeer;
    }

    /** Set once the handshake is complete. */
    @Nullable SrtpKeys keys() {
      return keys;
    }

    private void check(@Nullable Certificate certificate) throws IOException {
      if (certificate == null
          || certificate.isEmpty()
          || !DtlsIdentity.fingerprint(certificate.getCertificateAt(0).getEncoded())
              .equals(expected)) {
        mismatch = true;
        throw new TlsFatalAlert(AlertDescription.bad_certificate);
      }
    }

    private void choose(int[] offered) throws IOException {
      for (SrtpProfile profile : profiles) {
        for (int id : offered) {
          if (id == profile.dtlsId()) {
            chosen = profile;
            return;
          }
        }
      }
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
    }

    private void export(TlsContext context, boolean isClient) {
      SrtpProfile profile = chosen;
      if (profile != null) {
        byte[] material =
            context.exportKeyingMaterial(
                SrtpKeys.EXPORTER_LABEL, null, SrtpKeys.exportedLength(profile));
        keys = SrtpKeys.of(profile, material, isClient);
      }
    }

    private void alert(short description) {
      if (description == AlertDescription.close_notify) {
        closedByPeer = true;
      }
    }
  }

  private static int[] ids(List<SrtpProfile> profiles) {
    return profiles.stream().mapToInt(SrtpProfile::dtlsId).toArray();
  }

  private static UseSRTPData required(@Nullable UseSRTPData data) throws IOException {
    if (data == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "peer offers no use_srtp");
    }
    return data;
  }

  /** We answer the ClientHello. */
  static final class Server extends AbstractTlsServer {
    private final Terms terms;

    Server(Terms terms) {
      super(terms.identity.crypto());
      this.terms = terms;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return TlsUtils.getSupportedCipherSuites(getCrypto(), SUITES);
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
      return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return terms.timeoutMillis;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return terms.resendMillis;
    }

    @Override
    public TlsCredentials getCredentials() {
      return terms.identity.signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
      return new CertificateRequest(
          new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
          TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
          null);
    }

    @Override
    public void notifyClientCertificate(@Nullable Certificate certificate) throws IOException {
      terms.check(certificate);
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // BC's own signature
    public void processClientExtensions(Hashtable extensions) throws IOException {
      super.processClientExtensions(extensions);
      terms.choose(required(TlsSRTPUtils.getUseSRTPExtension(extensions)).getProtectionProfiles());
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // BC's own signature
    public Hashtable getServerExtensions() throws IOException {
      Hashtable extensions = super.getServerExtensions();
      SrtpProfile profile = terms.chosen;
      if (profile != null) {
        TlsSRTPUtils.addUseSRTPExtension(
            extensions, new UseSRTPData(new int[] {profile.dtlsId()}, NO_MKI));
      }
      return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      terms.export(context, false);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
      super.notifyAlertReceived(level, description);
      terms.alert(description);
    }
  }

  /** We send the ClientHello. */
  static final class Client extends AbstractTlsClient {
    private final Terms terms;

    Client(Terms terms) {
      super(terms.identity.crypto());
      this.terms = terms;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return TlsUtils.getSupportedCipherSuites(getCrypto(), SUITES);
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
      return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return terms.timeoutMillis;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return terms.resendMillis;
    }

    /** Server names are for servers with names; the peer is a browser. */
    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // BC's own signature
    protected @Nullable Vector getSNIServerNames() {
      return null;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // BC's own signature
    public Hashtable getClientExtensions() throws IOException {
      Hashtable extensions = super.getClientExtensions();
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids(terms.profiles), NO_MKI));
      return extensions;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // BC's own signature
    public void processServerExtensions(Hashtable extensions) throws IOException {
      super.processServerExtensions(extensions);
      terms.choose(required(TlsSRTPUtils.getUseSRTPExtension(extensions)).getProtectionProfiles());
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
          terms.check(server.getCertificate());
        }

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) {
          return terms.identity.signer(context);
        }
      };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      terms.export(context, true);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
      super.notifyAlertReceived(level, description);
      terms.alert(description);
    }
  }
}
