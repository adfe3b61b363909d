package io.parley.sfu.forward;

import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.room.FakeLoop;
import io.parley.sfu.track.DependencyDescriptor;
import io.parley.sfu.track.DependencyStructure;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.sfu.track.Vp9Descriptor;
import io.parley.storage.codec.rtp.FullIntraRequest;
import io.parley.storage.codec.rtp.Goodbye;
import io.parley.storage.codec.rtp.HeaderExtensions;
import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.PictureLossIndication;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.Red;
import io.parley.storage.codec.rtp.Remb;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.Rtx;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.codec.rtp.SourceDescription;
import io.parley.storage.codec.rtp.TransportFeedback;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Decrypted packets of a hostile peer, for the fuzzer: each throws if a promise is broken. */
public final class PacketTargets {
  private static final int AUDIO = 111;
  private static final int RED = 63;
  private static final int VIDEO = 96;
  private static final int VIDEO_RTX = 97;

  private PacketTargets() {}

  /** A packet is whole or malformed; its extensions lie inside it. */
  public static void rtp(byte[] data) {
    RtpPacket packet;
    try {
      packet = new RtpPacket().wrap(data, 0, data.length);
    } catch (MalformedPacketException e) {
      return;
    }
    require(packet.headerLength() + packet.payloadLength() <= data.length, "payload inside");
    require(packet.copyPayload().length == packet.payloadLength(), "payload whole");
    for (int i = 0; i < packet.csrcCount(); i++) {
      packet.csrc(i);
    }
    HeaderExtensions walk = packet.extensions();
    while (walk.next()) {
      require(walk.dataOffset() + walk.dataLength() <= packet.payloadOffset(), "extension inside");
      int found = packet.findExtension(walk.id());
      require(found >= 0 && packet.extensionLength(found) >= 0, "found again");
    }
    if (Rtx.carriesOriginal(packet)) {
      byte[] copy = data.clone();
      RtpPacket original = new RtpPacket().wrap(copy, 0, copy.length);
      Rtx.decapsulate(original, VIDEO, 1);
      require(original.ssrc() == 1 && original.payloadType() == VIDEO, "decapsulated");
    }
  }

  /** Every kind of RTCP there is: read, or malformed. */
  public static void rtcp(byte[] data) {
    RtcpCompound walk = new RtcpCompound().wrap(data, 0, data.length);
    try {
      while (walk.next()) {
        parse(walk);
      }
    } catch (MalformedPacketException e) {
      return;
    }
  }

  private static Object parse(RtcpCompound at) {
    return switch (at.type()) {
      case RtcpPacket.SENDER_REPORT -> SenderReport.parse(at);
      case RtcpPacket.RECEIVER_REPORT -> ReceiverReport.parse(at);
      case RtcpPacket.SOURCE_DESCRIPTION -> SourceDescription.parse(at);
      case RtcpPacket.GOODBYE -> Goodbye.parse(at);
      case RtcpPacket.TRANSPORT_FEEDBACK ->
          at.countOrFormat() == RtcpPacket.FMT_NACK ? Nack.parse(at) : TransportFeedback.parse(at);
      case RtcpPacket.PAYLOAD_FEEDBACK -> {
        if (Remb.isAt(at)) {
          yield Remb.parse(at);
        }
        yield at.countOrFormat() == RtcpPacket.FMT_FIR
            ? FullIntraRequest.parse(at)
            : PictureLossIndication.parse(at);
      }
      default -> "";
    };
  }

  /** The first bytes of a payload, by codec. */
  public static void payload(MediaCodec codec, byte[] payload) {
    KeyFrames.startsAt(codec, packet(payload));
    switch (codec) {
      case VP8 -> vp8(payload);
      case VP9 -> vp9(payload);
      case OPUS, H264, AV1 -> {}
    }
  }

  private static RtpPacket packet(byte[] payload) {
    byte[] buf = new byte[RtpPacket.FIXED_HEADER_LENGTH + payload.length];
    int length =
        new RtpWriter(buf)
            .begin(0, false, VIDEO, 1, 1, 1)
            .payload(payload, 0, payload.length)
            .end();
    return new RtpPacket().wrap(buf, 0, length);
  }

  /** Blocks lie inside the payload, and it can be taken apart and renumbered. */
  public static void red(byte[] payload) {
    RtpPacket packet = packet(payload);
    Red red = new Red();
    try {
      red.wrap(packet);
    } catch (MalformedPacketException e) {
      return;
    }
    int at = packet.payloadOffset();
    for (int block = 0; block < red.redundant(); block++) {
      require(red.offset(block) >= at && red.length(block) >= 0, "blocks in order");
      require(red.timestampOffset(block) >= 0, "blocks are earlier");
      at = red.offset(block);
    }
    require(red.primaryLength() > 0, "a primary block");
    int before = red.primaryOffset() - packet.payloadOffset();
    byte[] alone = Red.primaryAlone(packet, before, AUDIO);
    require(RtpPacket.of(alone).payloadLength() == red.primaryLength(), "the primary block whole");
    Red.retype(payload.clone(), 0, AUDIO);
  }

  /**
   * Descriptors of one stream, each behind its length: what is read can be rewritten, and then says
   * the same of its frame.
   */
  public static void dependencies(byte[] data) {
    DependencyStructure known = null;
    LayeredPictures pictures = new LayeredPictures(LayeredPictures.MAX_LAYER);
    pictures.limit(1, 1);
    int at = 0;
    for (long time = 0; at < data.length; time++) {
      int length = Math.min(data[at] & 0xff, data.length - at - 1);
      DependencyDescriptor read = DependencyDescriptor.parse(data, at + 1, length, known);
      if (read != null) {
        known = read.structure();
        rewritten(read, data, at + 1, length);
        require(
            !pictures.passes(read, time) || (read.spatialLayer() <= 1 && read.temporalLayer() <= 1),
            "nothing above the limit passes");
        long told = pictures.toldTargets(time);
        require((told & ~known.targetsWithin(1, 1)) == 0, "told of no more than passes");
      }
      at += 1 + length;
    }
  }

  private static void rewritten(DependencyDescriptor read, byte[] data, int at, int length) {
    long active = read.structure().allTargets() & 0x5555_5555L;
    byte[] other = read.withActiveTargets(data, at, length, active);
    DependencyDescriptor again =
        DependencyDescriptor.parse(other, 0, other.length, read.structure());
    require(again != null && again.activeTargets() == active, "told as wanted");
    require(
        again.frameNumber() == read.frameNumber()
            && again.indications().equals(read.indications())
            && again.frameDiffs().equals(read.frameDiffs())
            && again.chainDiffs().equals(read.chainDiffs())
            && again.structure().equals(read.structure()),
        "the frame stays what it is");
  }

  private static void vp9(byte[] payload) {
    Vp9Descriptor descriptor = Vp9Descriptor.parse(payload, 0, payload.length);
    if (descriptor == null) {
      return;
    }
    for (int layer = 0; layer < SpatialLayers.MAX; layer++) {
      int size = descriptor.size(payload, 0, layer);
      require(size == 0 || layer < descriptor.structureLayers(), "sizes of layers there are");
    }
    LayeredPictures pictures = new LayeredPictures(LayeredPictures.MAX_LAYER);
    pictures.limit(1, 1);
    require(
        !pictures.passes(descriptor, 1)
            || (descriptor.spatialLayer() <= 1 && descriptor.temporalLayer() <= 1),
        "nothing above the limit passes");
  }

  private static void vp8(byte[] payload) {
    Vp8Descriptor descriptor = Vp8Descriptor.parse(payload, 0, payload.length);
    if (descriptor != null) {
      descriptor.startsKeyFrame(payload, 0);
      descriptor.keyFrameSize(payload, 0, payload.length);
      descriptor.rewrite(payload.clone(), 0, 0x1234, 0x56);
    }
  }

  /** A stream of hostile packets through the paths of a meeting: they never throw or hoard. */
  public static void paths(byte[] data) {
    FakeLoop clock = new FakeLoop();
    Packets.KeepingSink back = new Packets.KeepingSink();
    Packets.KeepingSink down = new Packets.KeepingSink();
    ReceivePath path =
        new ReceivePath((track, level, now) -> level(level), clock.monotonicMicros());
    PublishedTrack simulcast = simulcast();
    path.add(simulcast);
    path.add(audio());
    SubscriberLink link = new SubscriberLink(down, clock);
    SendPath send =
        new SendPath(simulcast, Packets.subscriber(), link.pictures(), clock, new Random(1));
    simulcast.add(send);
    send.resume();
    SubscriberFeedback feedback = new SubscriberFeedback(link);
    feedback.add(send);
    ReceiverFeedback receiver = new ReceiverFeedback(path, back);
    int at = 0;
    int given = 0;
    while (at + 3 <= data.length) {
      int length = ((data[at] & 0x07) << 8) | (data[at + 1] & 0xff);
      clock.passMicros(100L * (data[at + 2] & 0xff));
      byte[] packet = Arrays.copyOfRange(data, at + 3, Math.min(data.length, at + 3 + length));
      if ((data[at] & 0x80) == 0) {
        path.rtp(packet, 0, packet.length, clock.epochMicros(), clock.monotonicMicros());
      } else {
        path.rtcp(packet, 0, packet.length, clock.epochMicros(), clock.monotonicMicros());
        feedback.rtcp(packet, 0, packet.length);
      }
      if ((data[at] & 0x40) != 0) {
        receiver.run(clock.monotonicMicros(), 50_000, true);
        link.run();
      }
      given++;
      at += 3 + length;
    }
    require(send.statistics().packetsSent() <= given, "nothing is sent that did not come");
    require(
        send.statistics().retransmittedPacketsSent() <= send.statistics().nackCount(),
        "nothing is sent again unasked");
    require(path.known() <= 2 * 4 + given && path.known() <= 32, "streams are bounded");
  }

  private static void level(int level) {
    require(level >= 0 && level <= 127, "a level of RFC 6464");
  }

  private static PublishedTrack simulcast() {
    RtpParameters parameters =
        new RtpParameters(
            "0",
            List.of(
                codec("video/VP8", VIDEO, 90_000, null, Map.of()),
                codec("video/rtx", VIDEO_RTX, 90_000, null, Map.of("apt", VIDEO))),
            List.of(
                new RtpParameters.HeaderExtension(HeaderExtensionUris.MID, 1, false),
                new RtpParameters.HeaderExtension(HeaderExtensionUris.RID, 2, false),
                new RtpParameters.HeaderExtension(HeaderExtensionUris.REPAIRED_RID, 3, false),
                new RtpParameters.HeaderExtension(HeaderExtensionUris.TRANSPORT_CC, 5, false)),
            List.of(encoding("l"), encoding("m"), encoding("h")),
            new RtpParameters.Rtcp("up", true, true));
    return new PublishedTrack(description("v", MediaSource.CAMERA, MediaCodec.VP8), parameters);
  }

  private static RtpParameters.Encoding encoding(String rid) {
    return new RtpParameters.Encoding(null, rid, null, null, null, null, null);
  }

  private static PublishedTrack audio() {
    RtpParameters parameters =
        new RtpParameters(
            "1",
            List.of(
                codec("audio/opus", AUDIO, 48_000, 2, Map.of()),
                codec("audio/red", RED, 48_000, 2, Map.of("", AUDIO + "/" + AUDIO))),
            List.of(new RtpParameters.HeaderExtension(HeaderExtensionUris.AUDIO_LEVEL, 4, false)),
            List.of(RtpParameters.Encoding.of(7, null)),
            new RtpParameters.Rtcp("up", true, true));
    return new PublishedTrack(
        description("a", MediaSource.MICROPHONE, MediaCodec.OPUS), parameters);
  }

  private static TrackDescription description(String name, MediaSource source, MediaCodec codec) {
    boolean sound = source.isAudio();
    return new TrackDescription(
        new MeetingId("m"),
        new ParticipantId("p"),
        new TrackId("p." + name + ".1"),
        source,
        codec,
        sound ? AUDIO : VIDEO,
        sound ? 48_000 : 90_000,
        sound ? 2 : 0,
        "",
        sound ? 4 : 0);
  }

  private static RtpParameters.Codec codec(
      String type, int pt, int clockRate, Integer channels, Map<String, Object> parameters) {
    return new RtpParameters.Codec(
        type, pt, clockRate, channels, parameters, List.of(RtcpFeedback.NACK, RtcpFeedback.PLI));
  }

  private static void require(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError(promise);
    }
  }
}
