package io.parley.bench.unit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.client.Json;
import io.parley.bench.load.IncomingStream;
import io.parley.bench.load.PeerSocket;
import io.parley.bench.load.PublishingPeer;
import io.parley.bench.load.SubscribingPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody in a room of Janus' videoroom: a handle to publish, and one multistream handle to
 * receive everybody else, as browsers do it with janus.js.
 */
final class JanusAttendee implements Unit.Attendee {
  private final JanusUnit unit;
  private final JanusSocket janus;
  private final String meeting;
  private final long room;
  private final String person;
  private final List<Long> handles = new ArrayList<>();

  JanusAttendee(JanusUnit unit, JanusSocket janus, String meeting, long room, String person) {
    this.unit = unit;
    this.janus = janus;
    this.meeting = meeting;
    this.room = room;
    this.person = person;
  }

  @Override
  public void publish(PublishingPeer peer) throws IOException, InterruptedException {
    long handle = attach();
    ObjectNode join =
        Json.object()
            .put("request", "join")
            .put("room", room)
            .put("ptype", "publisher")
            .put("display", person);
    JsonNode joined = data(janus.message(handle, join));
    long feed = joined.path("id").asLong();
    InetSocketAddress local = peer.socket().bind(unit.address());
    String offer = sdp(peer.socket(), local).offer(peer);
    JsonNode answer =
        janus.message(handle, Json.object().put("request", "publish"), "offer", offer);
    Sdp.parse(jsep(answer)).connect(peer.socket(), "Janus");
    unit.published(meeting, person, feed, peer);
  }

  @Override
  public void subscribe(List<SubscribingPeer> peers, int tracks)
      throws IOException, InterruptedException {
    SubscribingPeer peer = peers.get(0);
    long handle = attach();
    ObjectNode join =
        Json.object().put("request", "join").put("room", room).put("ptype", "subscriber");
    ArrayNode wanted = join.putArray("streams");
    unit.feeds(meeting)
        .forEach(
            (feed, who) -> {
              if (!who.equals(person)) {
                wanted.addObject().put("feed", feed);
              }
            });
    JsonNode attached = janus.message(handle, join);
    Map<String, Long> feedOfMid = new HashMap<>();
    for (JsonNode stream : data(attached).path("streams")) {
      feedOfMid.put(stream.path("mid").asText(), stream.path("feed_id").asLong());
    }
    if (feedOfMid.size() != tracks) {
      throw new IOException(feedOfMid.size() + " of " + tracks + " tracks were offered");
    }
    Sdp offer = Sdp.parse(jsep(attached));
    expect(peer, offer, feedOfMid);
    InetSocketAddress local = peer.socket().bind(unit.address());
    String answer = sdp(peer.socket(), local).answer(offer);
    janus.message(handle, Json.object().put("request", "start"), "answer", answer);
    offer.connect(peer.socket(), "Janus");
  }

  private void expect(SubscribingPeer peer, Sdp offer, Map<String, Long> feedOfMid)
      throws IOException {
    for (Sdp.Section section : offer.sections()) {
      Long feed = feedOfMid.get(section.first("mid"));
      if (feed == null || section.ssrc() == 0) {
        throw new IOException("a section of nobody was offered: " + section.lines());
      }
      boolean video = section.kind().equals("video");
      IncomingStream stream =
          new IncomingStream(
              unit.publisher(feed),
              video,
              section.ssrc(),
              section.rtxSsrc(),
              section.repairs(video ? "VP8" : "opus"));
      peer.socket().execute(() -> peer.expect(stream));
    }
    offer.start(peer);
  }

  private LocalSdp sdp(PeerSocket socket, InetSocketAddress local) {
    return new LocalSdp(socket.localIce(), unit.fingerprint(), local);
  }

  private long attach() throws IOException, InterruptedException {
    long handle = janus.attach();
    handles.add(handle);
    return handle;
  }

  private static JsonNode data(JsonNode answer) {
    return answer.path("plugindata").path("data");
  }

  private static String jsep(JsonNode answer) throws IOException {
    String sdp = answer.path("jsep").path("sdp").asText();
    if (sdp.isEmpty()) {
      throw new IOException("Janus sent no SDP: " + answer);
    }
    return sdp;
  }

  @Override
  public void close() {
    handles.forEach(janus::detach);
  }
}
