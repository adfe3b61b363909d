package io.parley.sfu.sdp;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends by PATCH: candidates found later, or the credentials of restarted ICE (RFC
 * 8840 §9, RFC 9725 §4.3). We never send checks, so candidates are read for their form only.
 *
 * @param ice null when the fragment names no credentials
 */
public record IceFragment(@Nullable IceCredentials ice, int candidates) {
  /** RFC 8839 §5.1. */
  private static final Pattern CANDIDATE =
      Pattern.compile("[^ ]{1,32} [0-9]{1,3} [^ ]{1,16} [0-9]{1,10} [^ ]{1,255} [0-9]{1,5} typ .+");

  /**
   * Reads a fragment.
   *
   * @throws SdpException if it is none
   */
  public static IceFragment parse(String text) throws SdpException {
    SessionDescription fragment = SessionDescription.parseLines(SessionDescription.lines(text));
    int candidates = 0;
    String user = first(fragment.values("ice-ufrag"));
    String password = first(fragment.values("ice-pwd"));
    for (String value : fragment.values("candidate")) {
      candidates += checked(value);
    }
    for (MediaSection section : fragment.media()) {
      for (String value : section.values("candidate")) {
        candidates += checked(value);
      }
      user = user == null ? section.value("ice-ufrag") : user;
      password = password == null ? section.value("ice-pwd") : password;
    }
    if (user == null && password == null) {
      if (fragment.attributes().isEmpty() && fragment.media().isEmpty()) {
        throw SdpException.malformed("an empty fragment");
      }
      return new IceFragment(null, candidates);
    }
    return new IceFragment(IceCredentials.of(user, password), candidates);
  }

  private static int checked(String candidate) throws SdpException {
    if (!CANDIDATE.matcher(candidate).matches()) {
      throw SdpException.malformed("a candidate that is none");
    }
    return 1;
  }

  private static @Nullable String first(List<String> values) {
    return values.isEmpty() ? null : values.get(0);
  }
}
