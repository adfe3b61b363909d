package io.parley.bench.unit;

import io.parley.bench.load.IncomingStream;
import io.parley.bench.load.PeerSocket;
import io.parley.bench.load.PublishingPeer;
import io.parley.bench.load.SubscribingPeer;
import io.parley.sfu.ortc.HeaderExtensionUris;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

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
    connect(peer.socket(), session.answer());
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
    int extension = 0;
    boolean remb = false;
    for (Sdp.Section section : answer.sections()) {
      expect(peer, section, source);
      extension = Math.max(extension, section.extension(HeaderExtensionUris.TRANSPORT_CC));
      remb |= section.all("rtcp-fb").stream().anyMatch(value -> value.endsWith(" goog-remb"));
    }
    int numbered = extension;
    boolean rembWanted = remb;
    peer.socket().execute(() -> peer.start(numbered, rembWanted));
    connect(peer.socket(), answer);
  }

  private static void expect(SubscribingPeer peer, Sdp.Section section, PublishingPeer source) {
    boolean video = section.kind().equals("video");
    long ssrc = section.ssrc();
    int payloadType = section.payloadType(video ? "VP8" : "opus");
    boolean repairable = section.all("rtcp-fb").contains(payloadType + " nack");
    IncomingStream stream = new IncomingStream(source, video, ssrc, section.rtxSsrc(), repairable);
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

  private void connect(PeerSocket socket, Sdp remote) throws IOException {
    try {
      socket
          .connect(remote.candidate(), remote.ice(), remote.fingerprint())
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IOException("no connection with " + unit.key(), e);
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
