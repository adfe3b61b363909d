package io.parley.sfu.room;

import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.Negotiation;
import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.sfu.room.RequestException.Code;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.ParticipantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a player sees that cannot say which tracks it wants: one person's picture and sound, chosen
 * when it asks. A shared screen comes first, then whoever speaks, then whoever came first with a
 * picture, then with sound. On the meeting's loop.
 */
public final class Watching {
  private final Participant publisher;
  private final @Nullable Producer audio;
  private final @Nullable Producer video;

  private Watching(Participant publisher, @Nullable Producer audio, @Nullable Producer video) {
    this.publisher = publisher;
    this.audio = audio;
    this.video = video;
  }

  /**
   * Chooses among what the player can decode.
   *
   * @throws RequestException {@link Code#NO_SUCH_PRODUCER} if nothing is sent that it could show
   */
  public static Watching choose(Meeting meeting, RtpCapabilities player, ParticipantId viewer)
      throws RequestException {
    List<Participant> others =
        meeting.participants().stream().filter(one -> !one.id().equals(viewer)).toList();
    for (Participant one : others) {
      Producer screen = find(one, MediaSource.SCREEN, player);
      if (screen != null) {
        Producer sound = find(one, MediaSource.SCREEN_AUDIO, player);
        return new Watching(
            one, sound == null ? find(one, MediaSource.MICROPHONE, player) : sound, screen);
      }
    }
    ParticipantId speaking = meeting.pulse().dominant();
    Watching best = null;
    for (Participant one : others) {
      Producer sound = find(one, MediaSource.MICROPHONE, player);
      Producer picture = find(one, MediaSource.CAMERA, player);
      boolean speaks = one.id().equals(speaking);
      if ((sound != null || picture != null)
          && (best == null || speaks || (best.silentPicture(speaking) && picture != null))) {
        best = new Watching(one, sound, picture);
      }
    }
    if (best == null) {
      throw new RequestException(Code.NO_SUCH_PRODUCER, "nobody sends what the player can show");
    }
    return best;
  }

  /** Whether somebody with a picture would be better. */
  private boolean silentPicture(@Nullable ParticipantId speaking) {
    return video == null && !publisher.id().equals(speaking);
  }

  private static @Nullable Producer find(
      Participant of, MediaSource source, RtpCapabilities player) {
    for (Producer producer : of.producers.values()) {
      if (producer.source() == source && Negotiation.canConsume(producer.track.codec(), player)) {
        return producer;
      }
    }
    return null;
  }

  /** Whose picture and sound it is. */
  public ParticipantId publisher() {
    return publisher.id();
  }

  /**
   * Lets the viewer, whose receiving transport is there, have it.
   *
   * @param mids by kind, the name the player gave to the place where it goes; without one it is
   *     left out
   * @return how each track is sent
   * @throws RequestException if the player has no place for any of it
   */
  public List<Views.NewConsumer> begin(
      Meeting meeting, Participant viewer, Map<MediaKind, String> mids) throws RequestException {
    Map<String, String> chosen = new LinkedHashMap<>();
    List<Producer> producers = new ArrayList<>();
    for (Producer producer : new Producer[] {audio, video}) {
      String mid = producer == null ? null : mids.get(producer.kind());
      if (producer != null && mid != null) {
        chosen.put(producer.id(), mid);
        producers.add(producer);
      }
    }
    viewer.watched = chosen;
    producers.forEach(producer -> meeting.media().subscribe(viewer, publisher, producer));
    List<Views.NewConsumer> begun = new ArrayList<>();
    for (Consumer consumer : viewer.consumers.values()) {
      consumer.acknowledged = true;
      consumer.path.resume();
      begun.add(consumer.view());
    }
    if (begun.isEmpty()) {
      throw new RequestException(Code.NO_SUCH_PRODUCER, "the player has no place for what is sent");
    }
    return begun;
  }
}
