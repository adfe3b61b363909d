package io.parley.sfu.sdp;

import org.jspecify.annotations.Nullable;

/** User name fragment and password of a client (RFC 8839 §5.4). */
public record IceCredentials(String usernameFragment, String password) {
  private static final String ICE_CHARS = "[A-Za-z0-9+/]";

  static IceCredentials of(@Nullable String fragment, @Nullable String password)
      throws SdpException {
    if (fragment == null || password == null) {
      throw SdpException.malformed("ice-ufrag and ice-pwd belong together, and are missing");
    }
    if (!fragment.matches(ICE_CHARS + "{4,256}") || !password.matches(ICE_CHARS + "{22,256}")) {
      throw SdpException.malformed("ice-ufrag or ice-pwd of the wrong form");
    }
    return new IceCredentials(fragment, password);
  }

  @Override
  public String toString() {
    return "IceCredentials[" + usernameFragment + "]";
  }
}
