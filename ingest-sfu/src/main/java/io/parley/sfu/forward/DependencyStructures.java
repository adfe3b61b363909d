package io.parley.sfu.forward;

import io.parley.sfu.track.DependencyDescriptor;
import io.parley.sfu.track.DependencyStructure;
import io.parley.storage.codec.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * The template dependency structures of one stream of AV1, without which its packets can't be read:
 * the latest, and the one before it for packets that come late. One thread.
 */
final class DependencyStructures {
  private @Nullable DependencyStructure latest;
  private @Nullable DependencyStructure before;
  private long latestTimestamp = Long.MIN_VALUE;

  /** What follows has nothing to do with what came before. */
  void restart() {
    latest = null;
    before = null;
    latestTimestamp = Long.MIN_VALUE;
  }

  /**
   * Reads what a packet says of its frame.
   *
   * @param timestamp of the packet, widened
   * @param extension id of the header extension; 0 if there is none
   * @return null if it says nothing that can be understood
   */
  @Nullable DependencyDescriptor read(RtpPacket packet, long timestamp, int extension) {
    int at = extension == 0 ? -1 : packet.findExtension(extension);
    if (at < 0) {
      return null;
    }
    byte[] buf = packet.buffer();
    int length = packet.extensionLength(at);
    DependencyDescriptor descriptor = DependencyDescriptor.parse(buf, at, length, latest);
    if (descriptor == null && before != null) {
      return DependencyDescriptor.parse(buf, at, length, before);
    }
    if (descriptor != null && descriptor.structured() && timestamp > latestTimestamp) {
      before = latest;
      latest = descriptor.structure();
      latestTimestamp = timestamp;
    }
    return descriptor;
  }
}
