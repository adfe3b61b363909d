package io.parley.sfu.transport;

import java.util.Arrays;

/**
 * Master keys and salts of one side's two directions.
 *
 * @param sendKey protects what this side sends
 * @param receiveKey protects what it receives
 */
record SrtpKeys(
    SrtpProfile profile, byte[] sendKey, byte[] sendSalt, byte[] receiveKey, byte[] receiveSalt) {
  /** Label of the exporter (RFC 5764 §4.2). */
  static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";

  static int exportedLength(SrtpProfile profile) {
    return 2 * (SrtpProfile.KEY_LENGTH + profile.saltLength());
  }

  /**
   * Cuts exported keying material up (RFC 5764 §4.2): client key, server key, client salt, server
   * salt.
   */
  static SrtpKeys of(SrtpProfile profile, byte[] exported, boolean isClient) {
    int key = SrtpProfile.KEY_LENGTH;
    int salt = profile.saltLength();
    byte[] clientKey = Arrays.copyOfRange(exported, 0, key);
    byte[] serverKey = Arrays.copyOfRange(exported, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(exported, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(exported, 2 * key + salt, 2 * (key + salt));
    return isClient
        ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
        : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
  }
}
