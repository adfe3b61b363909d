package io.parley.sfu.transport;

import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.PacketKind;
import io.parley.storage.codec.rtp.RtpPacket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DatagramTransport;

/** What strangers' datagrams meet first, for the fuzzer: each throws if a promise is broken. */
public final class DatagramTargets {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
  private static final InetSocketAddress FROM =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
  private static final DtlsIdentity IDENTITY =
      DtlsIdentity.create(new SecureRandom(), Instant.EPOCH);
  private static final TransportConfig CONFIG =
      TransportConfig.of(InetAddress.getLoopbackAddress(), 0);

  private DatagramTargets() {}

  /** A check parses or has a reason not to; its answer is a STUN message. */
  public static void stun(byte[] data) {
    BindingRequest.Parsed parsed = BindingRequest.parse(data, 0, data.length);
    BindingRequest request = parsed.request();
    require((request == null) != (parsed.drop() == null), "a check, or why not");
    if (request == null) {
      return;
    }
    require(!request.localFragment().contains(":"), "the fragment ends at the colon");
    boolean genuine = request.isFrom(PASSWORD);
    require(!request.isFrom(PASSWORD + "x") || !genuine, "one password fits");
    boolean controlled = request.isFromControlled();
    byte[] answer = controlled ? request.roleConflict(PASSWORD) : request.success(FROM, PASSWORD);
    require(DatagramKind.of(answer[0]) == DatagramKind.STUN, "the answer is STUN");
    require(!genuine || !(request.nominates() && answer.length == 0), "a nomination is answered");
  }

  /** The first look at a datagram: its kind, and for media whether its header is whole. */
  public static void kind(byte[] data) {
    if (data.length == 0) {
      return;
    }
    DatagramKind kind = DatagramKind.of(data[0]);
    if (kind == DatagramKind.SRTP && PacketKind.of(data, 0, data.length) == PacketKind.RTP) {
      try {
        int header = RtpPacket.checkedHeaderLength(data, 0, data.length);
        require(header >= RtpPacket.FIXED_HEADER_LENGTH && header <= data.length, "header fits");
      } catch (MalformedPacketException e) {
        return;
      }
    }
  }

  /** A handshake of hostile datagrams, each behind two bytes of length: it fails in order. */
  public static void dtls(byte[] data) throws IOException {
    DtlsFingerprint nobody = new DtlsFingerprint("sha-256", "AB" + ":AB".repeat(31));
    DtlsPeers.Terms terms = new DtlsPeers.Terms(IDENTITY, nobody, CONFIG);
    DTLSServerProtocol protocol = new DTLSServerProtocol();
    protocol.setVerifyRequests(false);
    try {
      protocol.accept(new DtlsPeers.Server(terms), new Datagrams(data));
    } catch (IOException | RuntimeException e) {
      // As the handshake pool takes it: this transport has failed.
      require(terms.keys() == null, "no keys from a handshake that failed");
      return;
    }
    throw new AssertionError("a handshake without the right certificate was completed");
  }

  private static void require(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError(promise);
    }
  }

  /** Gives datagrams until there are no more, then ends. */
  private static final class Datagrams implements DatagramTransport {
    private final byte[] data;
    private int at;

    Datagrams(byte[] data) {
      this.data = data;
    }

    @Override
    public int getReceiveLimit() {
      return 2048;
    }

    @Override
    public int getSendLimit() {
      return 1200;
    }

    @Override
    public int receive(byte[] buf, int off, int len, int waitMillis) throws IOException {
      if (at + 2 > data.length) {
        throw new InterruptedIOException("no more");
      }
      int announced = ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
      byte[] datagram = Arrays.copyOfRange(data, at + 2, Math.min(data.length, at + 2 + announced));
      at += 2 + announced;
      int length = Math.min(len, datagram.length);
      System.arraycopy(datagram, 0, buf, off, length);
      return length;
    }

    @Override
    public void send(byte[] buf, int off, int len) {}

    @Override
    public void close() {}
  }
}
