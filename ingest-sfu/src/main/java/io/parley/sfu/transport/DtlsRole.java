package io.parley.sfu.transport;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who opens the DTLS handshake (RFC 8842 §5.3, the setup attribute in other words). */
public enum DtlsRole {
  /** Either; the other side chooses. */
  @JsonProperty("auto")
  AUTO,
  /** Sends the ClientHello. */
  @JsonProperty("client")
  CLIENT,
  /** Waits for it. */
  @JsonProperty("server")
  SERVER
}
