package io.parley.web.http;

import io.javalin.http.Context;
import java.net.URI;

/** The headers that keep a page of ours to itself; on every answer. */
public final class SecurityHeaders {
  private final String contentSecurityPolicy;
  private final boolean secure;

  /**
   * @param signalUrl where the browser's signalling goes: scripts may connect there
   * @param secure whether we are reached over TLS
   */
  public SecurityHeaders(URI signalUrl, boolean secure) {
    String sfu = signalUrl.getScheme() + "://" + signalUrl.getAuthority();
    this.secure = secure;
    this.contentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:;"
            + " worker-src 'self' blob:; connect-src 'self' "
            + sfu
            + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  public void apply(Context ctx) {
    ctx.header("Content-Security-Policy", contentSecurityPolicy);
    ctx.header(
        "Permissions-Policy",
        "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self),"
            + " autoplay=(self), picture-in-picture=(self), geolocation=(), payment=(), usb=()");
    ctx.header("Referrer-Policy", "same-origin");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    if (secure) {
      ctx.header("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
