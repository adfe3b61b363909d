package io.parley.sfu.room;

import io.parley.sfu.forward.PublishedTrack;
import io.parley.sfu.ortc.MediaKind;
import io.parley.storage.contract.MediaSource;
import org.jspecify.annotations.Nullable;

/** A track a participant publishes, and the tap on it while it is recorded. */
final class Producer {
  final PublishedTrack track;

  /** Null without simulcast. */
  final @Nullable LayerDemand demand;

  final StreamMeter meter = new StreamMeter();
  MeetingLog.@Nullable Tap tap;
  boolean tapped;

  Producer(PublishedTrack track, long nowMicros) {
    this.track = track;
    int encodings = track.encodingCount();
    this.demand = encodings > 1 ? new LayerDemand(encodings, nowMicros) : null;
  }

  String id() {
    return track.description().trackId().value();
  }

  MediaSource source() {
    return track.description().source();
  }

  MediaKind kind() {
    return track.description().codec().isAudio() ? MediaKind.AUDIO : MediaKind.VIDEO;
  }

  long droppedByTap() {
    MeetingLog.Tap own = tap;
    return own == null ? 0 : own.dropped();
  }

  Views.ProducerView view() {
    return new Views.ProducerView(id(), kind(), source().wireName(), track.paused());
  }
}
