package io.parley.sfu.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.sfu.room.Meeting;
import io.parley.sfu.room.Participant;
import io.parley.sfu.room.RequestException;
import io.parley.sfu.room.RequestException.Code;
import io.parley.storage.contract.MediaSource;
import java.util.Map;

/** From the name of a method to what a meeting does. On the meeting's loop. */
final class RequestRouter {
  private static final Map<String, Object> NOTHING = Map.of();

  private RequestRouter() {}

  /**
   * Does what a participant asks.
   *
   * @return the answer's data
   * @throws RequestException if it cannot be done
   * @throws JsonProcessingException if data is not what the method takes
   */
  static Object handle(Meeting meeting, Participant who, String method, JsonNode data)
      throws RequestException, JsonProcessingException {
    switch (method) {
      case "createWebRtcTransport" -> {
        boolean sending = Json.read(data, Requests.CreateTransport.class).sending();
        return meeting.media().createTransport(who, sending);
      }
      case "connectWebRtcTransport" -> {
        Requests.ConnectTransport request = Json.read(data, Requests.ConnectTransport.class);
        meeting.media().connectTransport(who, request.transportId(), request.dtlsParameters());
      }
      case "restartIce" -> {
        String id = Json.read(data, Requests.TransportRef.class).transportId();
        return meeting.media().restartIce(who, id);
      }
      case "produce" -> {
        return produce(meeting, who, Json.read(data, Requests.Produce.class));
      }
      case "pauseProducer" -> meeting.media().setProducerPaused(who, producerId(data), true);
      case "resumeProducer" -> meeting.media().setProducerPaused(who, producerId(data), false);
      case "closeProducer" -> meeting.media().closeProducer(who, producerId(data));
      case "pauseConsumer" -> meeting.media().setConsumerPaused(who, consumerId(data), true);
      case "resumeConsumer" -> meeting.media().setConsumerPaused(who, consumerId(data), false);
      case "requestKeyFrame" -> meeting.media().requestKeyFrame(who, consumerId(data));
      case "setPreferredLayers" -> {
        Requests.Layers request = Json.read(data, Requests.Layers.class);
        meeting
            .media()
            .setPreferredLayers(
                who,
                request.consumerId(),
                request.width(),
                request.height(),
                request.spatialLayer(),
                request.temporalLayer());
      }
      case "setLimits" ->
          meeting.media().setLimits(who, Json.read(data, Requests.Limits.class).limits());
      case "muteParticipant" -> {
        Requests.Mute request = Json.read(data, Requests.Mute.class);
        meeting.media().mute(who, request.participantId(), source(request.source()));
      }
      case "removeParticipant" ->
          meeting.removeParticipant(
              who, Json.read(data, Requests.ParticipantRef.class).participantId());
      case "setRecording" ->
          meeting.setRecording(who, Json.read(data, Requests.SetRecording.class).on());
      case "getStats" -> {
        return meeting.media().stats(who);
      }
      default -> throw new RequestException(Code.UNKNOWN_METHOD, "no such method");
    }
    return NOTHING;
  }

  private static Object produce(Meeting meeting, Participant who, Requests.Produce request)
      throws RequestException {
    return meeting
        .media()
        .produce(
            who,
            request.transportId(),
            request.kind(),
            source(request.appData().source()),
            request.rtpParameters(),
            request.paused());
  }

  private static String producerId(JsonNode data) throws JsonProcessingException {
    return Json.read(data, Requests.ProducerRef.class).producerId();
  }

  private static String consumerId(JsonNode data) throws JsonProcessingException {
    return Json.read(data, Requests.ConsumerRef.class).consumerId();
  }

  private static MediaSource source(String name) throws RequestException {
    for (MediaSource source : MediaSource.values()) {
      if (source.wireName().equals(name)) {
        return source;
      }
    }
    throw new RequestException(Code.BAD_REQUEST, "source is none of ours");
  }
}
