package io.parley.sfu.signal;

import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.room.MeetingLimits;
import io.parley.sfu.transport.DtlsParameters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What clients ask, field by field as in the protocol document. A missing field is an error. */
final class Requests {
  private Requests() {}

  record Join(RtpCapabilities rtpCapabilities, @Nullable String resumeKey) {
    Join {
      Objects.requireNonNull(rtpCapabilities, "rtpCapabilities is missing");
    }
  }

  record CreateTransport(String direction) {
    CreateTransport {
      if (!"send".equals(direction) && !"recv".equals(direction)) {
        throw new IllegalArgumentException("direction is send or recv");
      }
    }

    boolean sending() {
      return direction.equals("send");
    }
  }

  record ConnectTransport(String transportId, DtlsParameters dtlsParameters) {
    ConnectTransport {
      Objects.requireNonNull(transportId, "transportId is missing");
      Objects.requireNonNull(dtlsParameters, "dtlsParameters is missing");
    }
  }

  record TransportRef(String transportId) {
    TransportRef {
      Objects.requireNonNull(transportId, "transportId is missing");
    }
  }

  record AppData(String source) {
    AppData {
      Objects.requireNonNull(source, "appData.source is missing");
    }
  }

  record Produce(
      String transportId,
      MediaKind kind,
      RtpParameters rtpParameters,
      AppData appData,
      boolean paused) {
    Produce {
      Objects.requireNonNull(transportId, "transportId is missing");
      Objects.requireNonNull(kind, "kind is missing");
      Objects.requireNonNull(rtpParameters, "rtpParameters is missing");
      Objects.requireNonNull(appData, "appData is missing");
    }
  }

  record ProducerRef(String producerId) {
    ProducerRef {
      Objects.requireNonNull(producerId, "producerId is missing");
    }
  }

  record ConsumerRef(String consumerId) {
    ConsumerRef {
      Objects.requireNonNull(consumerId, "consumerId is missing");
    }
  }

  record Layers(
      String consumerId,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Integer spatialLayer,
      @Nullable Integer temporalLayer) {
    Layers {
      Objects.requireNonNull(consumerId, "consumerId is missing");
    }
  }

  record Limits(
      @Nullable Long minBitsPerSecond, @Nullable Long maxBitsPerSecond, @Nullable Integer lastN) {
    Limits {
      limits(minBitsPerSecond, maxBitsPerSecond, lastN);
    }

    MeetingLimits limits() {
      return limits(minBitsPerSecond, maxBitsPerSecond, lastN);
    }

    private static MeetingLimits limits(
        @Nullable Long min, @Nullable Long max, @Nullable Integer lastN) {
      MeetingLimits usual = MeetingLimits.DEFAULT;
      return new MeetingLimits(
          min == null ? usual.minBitsPerSecond() : min,
          max == null ? usual.maxBitsPerSecond() : max,
          lastN == null ? usual.lastN() : lastN);
    }
  }

  record Mute(String participantId, String source) {
    Mute {
      Objects.requireNonNull(participantId, "participantId is missing");
      Objects.requireNonNull(source, "source is missing");
    }
  }

  record ParticipantRef(String participantId) {
    ParticipantRef {
      Objects.requireNonNull(participantId, "participantId is missing");
    }
  }

  record SetRecording(Boolean on) {
    SetRecording {
      Objects.requireNonNull(on, "on is missing");
    }
  }
}
