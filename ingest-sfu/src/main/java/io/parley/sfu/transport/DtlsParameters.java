package io.parley.sfu.transport;

import java.util.List;

/**
 * Role and certificate hashes of one side; JSON as in mediasoup-client.
 *
 * @param role in a remote's parameters, the role that the remote takes
 * @param fingerprints at least one
 */
public record DtlsParameters(DtlsRole role, List<DtlsFingerprint> fingerprints) {
  public DtlsParameters {
    if (fingerprints.isEmpty()) {
      throw new IllegalArgumentException("DTLS parameters without fingerprint");
    }
    fingerprints = List.copyOf(fingerprints);
  }

  /**
   * The SHA-256 fingerprint.
   *
   * @throws IllegalArgumentException if there is none: the only algorithm checked here
   */
  public DtlsFingerprint sha256() {
    return fingerprints.stream()
        .filter(fingerprint -> fingerprint.algorithm().equals(DtlsFingerprint.SHA_256))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no sha-256 fingerprint"));
  }
}
