package io.parley.sfu.fuzz;

import io.parley.sfu.forward.PacketTargets;
import io.parley.sfu.sdp.IceFragment;
import io.parley.sfu.sdp.Offer;
import io.parley.sfu.sdp.SdpException;
import io.parley.sfu.signal.SignalTargets;
import io.parley.sfu.transport.DatagramTargets;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.codec.RoomTokenException;
import io.parley.storage.contract.MediaCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;

/**
 * Everything that reads what strangers send. Each takes any bytes; an exception or error that comes
 * out is a finding. The seeds of each lie in {@code fuzz/NAME} of the test resources.
 */
public enum Parser {
  STUN(DatagramTargets::stun),
  KIND(DatagramTargets::kind),
  DTLS(DatagramTargets::dtls),
  RTP(PacketTargets::rtp),
  RTCP(PacketTargets::rtcp),
  VP8(data -> PacketTargets.payload(MediaCodec.VP8, data)),
  VP9(data -> PacketTargets.payload(MediaCodec.VP9, data)),
  H264(data -> PacketTargets.payload(MediaCodec.H264, data)),
  AV1(data -> PacketTargets.payload(MediaCodec.AV1, data)),
  DEPENDENCIES(PacketTargets::dependencies),
  RED(PacketTargets::red),
  PATHS(PacketTargets::paths),
  SDP(Parser::sdp),
  SIGNALLING(SignalTargets::messages),
  TOKEN(Parser::token);

  /** Reads bytes as they came. */
  private interface Target {
    void read(byte[] data) throws Exception;
  }

  private static final RoomTokenCodec TOKENS =
      new RoomTokenCodec(new byte[RoomTokenCodec.MIN_SECRET_BYTES], Clock.systemUTC());

  @SuppressWarnings("ImmutableEnumChecker") // a method without state
  private final Target target;

  Parser(Target target) {
    this.target = target;
  }

  /** Where its seeds lie. */
  public String directory() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Gives it something to read. */
  public void read(byte[] data) throws Exception {
    target.read(data);
  }

  /** What encoders and players offer, and what they send to change it. */
  private static void sdp(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      Offer.parse(text).capabilities();
    } catch (SdpException e) {
      require(e.fault() != null && e.getMessage() != null, "refused with a reason");
    }
    try {
      require(IceFragment.parse(text).candidates() >= 0, "candidates are counted");
    } catch (SdpException e) {
      require(e.fault() != null, "refused with a reason");
    }
  }

  private static void require(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError(promise);
    }
  }

  private static void token(byte[] data) {
    try {
      TOKENS.verify(new String(data, StandardCharsets.UTF_8));
    } catch (RoomTokenException e) {
      if (e.reason() == null) {
        throw new AssertionError("refused without a reason", e);
      }
    }
  }
}
