package io.parley.jobs.media.compose;

import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.track.Rtp;
import io.parley.jobs.media.track.TrackState;
import io.parley.jobs.media.window.LayoutTimeline;
import io.parley.jobs.media.window.TrackBuffer;
import io.parley.jobs.media.window.WindowInput;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RtpRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packets and events of a small meeting, taken the way the recording job takes them. */
public final class TestMeeting {
  public final MeetingId id = new MeetingId("m");
  public final LayoutTimeline layout = new LayoutTimeline(Rtp.START);
  public final Map<String, TrackState> tracks = new LinkedHashMap<>();
  public final Map<String, TrackBuffer> buffers = new LinkedHashMap<>();

  public void joined(String person, String name, int colour, long micros) {
    layout.apply(
        new MeetingEvent.ParticipantJoined(
            id, Rtp.START + micros, new ParticipantId(person), name, null, false, colour));
  }

  public void speaks(@Nullable String person, long micros) {
    layout.apply(
        new MeetingEvent.ActiveSpeaker(
            id, Rtp.START + micros, person == null ? null : new ParticipantId(person)));
  }

  public void published(Rtp rtp, long micros) {
    layout.apply(new MeetingEvent.TrackPublished(id, Rtp.START + micros, rtp.track));
  }

  /** Feeds packets in the order of arrival, then ends their track. */
  public List<EncodedFrame> feed(Rtp rtp, List<RtpRecord.Packet> packets) {
    String key = rtp.track.trackId().value();
    TrackState state = tracks.computeIfAbsent(key, k -> new TrackState(rtp.track, Rtp.START));
    TrackBuffer buffer = buffers.computeIfAbsent(key, k -> new TrackBuffer());
    List<EncodedFrame> frames = new ArrayList<>();
    packets.stream()
        .sorted(Comparator.comparingLong(RtpRecord.Packet::arrivalEpochMicros))
        .forEach(packet -> frames.addAll(state.accept(packet)));
    frames.addAll(state.finish());
    frames.forEach(buffer::add);
    return frames;
  }

  public WindowInput input(long window) {
    List<WindowInput.Track> parts = new ArrayList<>();
    for (TrackBuffer buffer : buffers.values()) {
      WindowInput.Track part = buffer.forWindow(window);
      if (part != null) {
        parts.add(part);
      }
    }
    return new WindowInput(id, window, layout.peopleIn(window), parts, layout.eventsFor(window));
  }
}
