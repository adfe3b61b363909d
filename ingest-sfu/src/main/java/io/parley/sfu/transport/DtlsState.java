package io.parley.sfu.transport;

/** States of W3C webrtc-stats' {@code dtlsState}. */
public enum DtlsState {
  NEW,
  CONNECTING,
  CONNECTED,
  CLOSED,
  FAILED
}
