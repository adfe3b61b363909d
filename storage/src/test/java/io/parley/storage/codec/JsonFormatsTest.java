package io.parley.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.storage.codec.FormatException.Reason;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RecordingEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonFormatsTest {

  @Test
  void everyEventIsWrittenAsItsGoldenBytesAndReadBack() throws Exception {
    for (Map.Entry<String, MeetingEvent> sample : Samples.events().entrySet()) {
      String golden = "event-" + sample.getKey();
      Golden.assertJson(golden, MeetingEventCodec.encode(sample.getValue()));
      assertThat(MeetingEventCodec.decode(Golden.json(golden)))
          .isEqualTo(new MeetingLogEntry.Event(sample.getValue()));
    }
    Golden.assertJson("event-tick", MeetingEventCodec.encodeTick(Samples.TICK));
    assertThat(MeetingEventCodec.decode(Golden.json("event-tick")))
        .isEqualTo(new MeetingLogEntry.Tick(Samples.TICK));
  }

  @Test
  void everyCaptionIsWrittenAsItsGoldenBytesAndReadBack() throws Exception {
    for (Map.Entry<String, Caption> sample : Samples.captions().entrySet()) {
      String golden = "caption-" + sample.getKey();
      Golden.assertJson(golden, CaptionCodec.encode(sample.getValue()));
      assertThat(CaptionCodec.decode(Golden.json(golden))).isEqualTo(sample.getValue());
    }
  }

  @Test
  void everyRecordingEventIsWrittenAsItsGoldenBytesAndReadBack() throws Exception {
    for (Map.Entry<String, RecordingEvent> sample : Samples.recordings().entrySet()) {
      String golden = "recording-" + sample.getKey();
      Golden.assertJson(golden, RecordingEventCodec.encode(sample.getValue()));
      assertThat(RecordingEventCodec.decode(Golden.json(golden))).isEqualTo(sample.getValue());
    }
  }

  @Test
  void minutesAreWrittenAsTheirGoldenBytesAndReadBack() throws Exception {
    Golden.assertJson("minutes", MinutesCodec.encode(Samples.minutes()));
    assertThat(MinutesCodec.decode(Golden.json("minutes"))).isEqualTo(Samples.minutes());
  }

  @Test
  void noRecordTypeIsWithoutGoldenBytes() {
    assertThat(Samples.events().values().stream().map(Object::getClass).distinct())
        .hasSize(MeetingEvent.class.getPermittedSubclasses().length - 1);
    assertThat(Samples.captions()).hasSize(Caption.class.getPermittedSubclasses().length);
    assertThat(Samples.recordings()).hasSize(RecordingEvent.class.getPermittedSubclasses().length);
  }

  @Test
  void eventOfANewerParleyIsKeptAsItStood() throws Exception {
    String json =
        "{\"v\":2,\"type\":\"hologram-shown\",\"meetingId\":\"m1\",\"atEpochMicros\":5,\"x\":[1]}";
    MeetingEvent unknown = ((MeetingLogEntry.Event) MeetingEventCodec.decode(utf8(json))).event();
    assertThat(unknown)
        .isInstanceOfSatisfying(
            MeetingEvent.Unknown.class,
            event -> {
              assertThat(event.type()).isEqualTo("hologram-shown");
              assertThat(event.meetingId().value()).isEqualTo("m1");
              assertThat(event.atEpochMicros()).isEqualTo(5);
            });
    assertThat(MeetingEventCodec.encode(unknown)).isEqualTo(utf8(json));
  }

  @Test
  void fieldsOfANewerParleyAreSkipped() throws Exception {
    String json = new String(Golden.json("event-track-muted"), StandardCharsets.UTF_8);
    String wider = json.replace("\"muted\"", "\"why\":{\"deep\":[1,2]},\"muted\"");
    assertThat(wider).isNotEqualTo(json);
    assertThat(MeetingEventCodec.decode(utf8(wider)))
        .isEqualTo(MeetingEventCodec.decode(utf8(json)));
  }

  @Test
  void badJsonSaysWhatIsWrong() {
    for (String bad :
        new String[] {
          "",
          "{",
          "[]",
          "null",
          "{\"type\":\"tick\"}",
          "{\"v\":\"1\",\"type\":\"tick\"}",
          "{\"v\":1,\"type\":\"tick\",\"sfuId\":\"a\"}",
          "{\"v\":1,\"type\":\"tick\",\"sfuId\":null,\"arrivalEpochMicros\":1}",
          "{\"v\":1,\"type\":\"tick\",\"sfuId\":\"a\",\"arrivalEpochMicros\":null}",
          "{\"v\":1,\"type\":\"tick\",\"sfuId\":\"a\",\"arrivalEpochMicros\":1}{}",
          "{\"v\":1,\"type\":\"track-ended\",\"meetingId\":\"m\",\"atEpochMicros\":1,"
              + "\"trackId\":\"../x\"}",
          "{\"v\":1,\"type\":\"meeting-ended\",\"meetingId\":\"m\",\"atEpochMicros\":1,"
              + "\"reason\":\"bored\"}",
          "{\"v\":1,\"type\":\"later\",\"meetingId\":\"/\",\"atEpochMicros\":1}"
        }) {
      assertThat(reasonOf(() -> MeetingEventCodec.decode(utf8(bad))))
          .as(bad)
          .isEqualTo(Reason.MALFORMED);
    }
    assertThat(reasonOf(() -> MeetingEventCodec.decode(null))).isEqualTo(Reason.MALFORMED);
    assertThat(reasonOf(() -> MeetingEventCodec.decode(utf8("{\"v\":1,\"type\":\"later\"}"))))
        .isEqualTo(Reason.UNKNOWN_TYPE);
  }

  @Test
  void captionsRecordingsAndMinutesOfANewerParleyAreRefused() throws Exception {
    byte[] newer =
        utf8(
            new String(Golden.json("minutes"), StandardCharsets.UTF_8)
                .replace("\"v\":1", "\"v\":2"));
    assertThat(reasonOf(() -> MinutesCodec.decode(newer))).isEqualTo(Reason.UNKNOWN_VERSION);
    byte[] other = Golden.json("event-tick");
    assertThat(reasonOf(() -> MinutesCodec.decode(other))).isEqualTo(Reason.UNKNOWN_TYPE);
    assertThat(reasonOf(() -> CaptionCodec.decode(other))).isEqualTo(Reason.UNKNOWN_TYPE);
    assertThat(reasonOf(() -> RecordingEventCodec.decode(other))).isEqualTo(Reason.UNKNOWN_TYPE);
  }

  @Test
  void everyShortenedRecordIsMalformedAndNothingElse() throws Exception {
    byte[] whole = Golden.json("caption-utterance");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(reasonOf(() -> CaptionCodec.decode(cut))).isEqualTo(Reason.MALFORMED);
    }
  }

  private static Reason reasonOf(ThrowingCallable call) {
    FormatException thrown = catchThrowableOfType(FormatException.class, call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).isNotBlank();
    return thrown.reason();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
