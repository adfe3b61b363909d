package io.parley.bench.unit;

import io.parley.bench.load.IncomingStream;
import io.parley.bench.load.PeerSocket;
import io.parley.bench.load.PublishingPeer;
import io.parley.bench.load.SubscribingPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody with an encoder, and a player for each of the others. */
final class StreamAttendee implements Unit.Attendee {
  private static final long PATIENCE_SECONDS = 30;

  private final StreamUnit unit;
  private final String meeting;
  private final String person;
  private final List<StreamSession> sessions = new ArrayList<>();

  StreamAttendee(StreamUnit unit, String meeting, String person) {
    this.unit = unit;
    this.meeting = meeting;
    this.person = person;
  }

  @Override
  public void publish(PublishingPeer peer) throws IOException, InterruptedException {
    String offer = sdp(peer.socket()).offer(peer);
    StreamSession session =
        StreamSession.open(unit.http(), unit.urls().whip(stream(person)), offer, Duration.ZERO);
    sessions.add(session);
    requireAll(session.answer(), tracks(peer));
    session.answer().connect(peer.socket(), unit.key());
    unit.publishers(meeting).put(person, peer);
  }

  @Override
  public void subscribe(List<SubscribingPeer> peers, int tracks)
      throws IOException, InterruptedException {
    List<Map.Entry<String, PublishingPeer>> others =
        unit.publishers(meeting).entrySet().stream()
            .filter(each -> !each.getKey().equals(person))
            .toList();
    int expected = others.stream().mapToInt(other -> tracks(other.getValue())).sum();
    if (others.size() != peers.size() || expected != tracks) {
      throw new IOException(others.size() + " publish, for " + peers.size() + " connections");
    }
    for (int i = 0; i < peers.size(); i++) {
      watch(peers.get(i), others.get(i).getKey(), others.get(i).getValue());
    }
  }

  private void watch(SubscribingPeer peer, String whom, PublishingPeer source)
      throws IOException, InterruptedException {
    String player = stream(person) + "-sees-" + whom;
    StreamSession session =
        StreamSession.open(
            unit.http(),
            unit.urls().whep(stream(whom), player),
            sdp(peer.socket()).offerToPlay(source),
            Duration.ofSeconds(PATIENCE_SECONDS));
    sessions.add(session);
    Sdp answer = session.answer();
    requireAll(answer, tracks(source));
    answer.sections().forEach(section -> expect(peer, section, source));
    answer.start(peer);
    answer.connect(peer.socket(), unit.key());
  }

  private static void expect(SubscribingPeer peer, Sdp.Section section, PublishingPeer source) {
    boolean video = section.kind().equals("video");
    long ssrc = section.ssrc();
    String codec = video ? "VP8" : "opus";
    int payloadType = section.payloadType(codec);
    IncomingStream stream =
        new IncomingStream(source, video, ssrc, section.rtxSsrc(), section.repairs(codec));
    int rtxPayloadType = section.payloadType("rtx");
    peer.socket()
        .execute(
            () -> {
              if (ssrc == 0) {
                peer.expect(stream, payloadType, rtxPayloadType);
              } else {
                peer.expect(stream);
              }
            });
  }

  private static int tracks(PublishingPeer peer) {
    return (peer.audio() == null ? 0 : 1) + (peer.layers().isEmpty() ? 0 : 1);
  }

  private static void requireAll(Sdp answer, int tracks) throws IOException {
    long taken = answer.sections().stream().filter(section -> !section.rejected()).count();
    if (taken != tracks) {
      throw new IOException(
          "only "
              + taken
              + " of "
              + tracks
              + " tracks (Opus and VP8) were accepted: "
              + answer.sections().stream().map(section -> section.lines().get(0)).toList());
    }
  }

  private LocalSdp sdp(PeerSocket socket) {
    InetSocketAddress local = socket.bind(unit.local());
    return new LocalSdp(socket.localIce(), unit.fingerprint(), local);
  }

  private String stream(String who) {
    return meeting + "-" + who;
  }

  @Override
  public void close() {
    unit.publishers(meeting).remove(person);
    sessions.forEach(StreamSession::close);
  }
}
