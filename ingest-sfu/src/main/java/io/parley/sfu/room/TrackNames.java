package io.parley.sfu.room;

import io.parley.sfu.forward.PublishedTrack;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.Negotiation;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.room.RequestException.Code;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.HashMap;
import java.util.Map;

/**
 * Names and describes tracks: {@code participant.source.n}, with n counting for the whole meeting,
 * so that a name never means two tracks. On the meeting's loop.
 */
final class TrackNames {
  private final MeetingId meeting;
  private final Map<String, Integer> numbers = new HashMap<>();

  TrackNames(MeetingId meeting) {
    this.meeting = meeting;
  }

  /**
   * A track from what a publisher offers.
   *
   * @throws RequestException if the codec is not forwarded or the parameters make no sense
   */
  PublishedTrack publish(
      ParticipantId participant, MediaSource source, MediaKind kind, RtpParameters offered)
      throws RequestException {
    try {
      RtpParameters.Codec codec = Negotiation.checkProducer(kind, offered);
      RtpParameters parameters = Negotiation.withFirstCodec(offered, codec);
      String name = participant.value() + "." + source.wireName();
      TrackId id = new TrackId(name + "." + numbers.merge(name, 1, Integer::sum));
      Integer channels = codec.channels();
      TrackDescription description =
          new TrackDescription(
              meeting,
              participant,
              id,
              source,
              MediaCodec.ofMimeType(codec.mimeType()),
              codec.payloadType(),
              codec.clockRate(),
              kind == MediaKind.AUDIO && channels != null ? channels : 0,
              Negotiation.fmtp(codec),
              kind == MediaKind.AUDIO
                  ? parameters.extensionId(HeaderExtensionUris.AUDIO_LEVEL)
                  : 0);
      return new PublishedTrack(description, parameters);
    } catch (Negotiation.Unsupported e) {
      throw new RequestException(Code.UNSUPPORTED_CODEC, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new RequestException(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }
}
