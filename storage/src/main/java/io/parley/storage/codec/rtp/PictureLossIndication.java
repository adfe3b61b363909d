package io.parley.storage.codec.rtp;

/**
 * Picture loss indication (RFC 4585 §6.3.1): only the feedback header of {@link RtcpPacket}, asking
 * the media source for a key frame.
 */
public record PictureLossIndication(long senderSsrc, long mediaSsrc) {
  public PictureLossIndication {
    Bytes.checkUnsigned("sender ssrc", senderSsrc, 32);
    Bytes.checkUnsigned("media ssrc", mediaSsrc, 32);
  }

  /**
   * The PLI at which the walk stands.
   *
   * @throws MalformedPacketException if it is another packet or too short
   */
  public static PictureLossIndication parse(RtcpCompound at) {
    RtcpPacket.expect(
        at, RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI, RtcpPacket.FEEDBACK_HEADER_LENGTH);
    return new PictureLossIndication(
        Bytes.u32(at.buffer(), at.offset() + RtcpPacket.SENDER_SSRC),
        Bytes.u32(at.buffer(), at.offset() + RtcpPacket.MEDIA_SSRC));
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    RtcpPacket.putFeedbackHeader(
        buf,
        off,
        RtcpPacket.FMT_PLI,
        RtcpPacket.PAYLOAD_FEEDBACK,
        RtcpPacket.FEEDBACK_HEADER_LENGTH,
        senderSsrc,
        mediaSsrc);
    return RtcpPacket.FEEDBACK_HEADER_LENGTH;
  }
}
