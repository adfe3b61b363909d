package io.parley.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.storage.codec.ObjectKeys.Container;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.TrackId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectKeysTest {
  private final ObjectKeys keys = new ObjectKeys(new MeetingId("m1"));

  @Test
  void layoutIsPinned() throws Exception {
    List<String> all =
        List.of(
            keys.manifest(),
            keys.hlsMaster(),
            keys.hlsMedia("video"),
            keys.hlsInit("video"),
            keys.hlsSegment("video", 42),
            keys.hlsSubtitles("en"),
            keys.hlsSubtitlesSegment("zh-CN", 0),
            keys.trackArchive(Samples.MICROPHONE, 1_200_000, Container.WEBM),
            keys.trackArchive(Samples.MICROPHONE, 0, Container.MKV),
            keys.personFile(new TrackId("p1.camera.1"), Container.MP4),
            keys.transcript("en", TranscriptFormat.JSON),
            keys.transcript("en", TranscriptFormat.VTT),
            keys.transcript("en", TranscriptFormat.SRT),
            keys.minutes(1),
            keys.timeline(),
            keys.file("Plan 2026 (最终).pdf"),
            keys.recordingMp4(),
            keys.mixedAudio(),
            keys.poster());
    assertThat(String.join("\n", all)).isEqualTo(Golden.text("object-keys.txt").strip());
    assertThat(all).allMatch(key -> key.startsWith(keys.prefix()));
    assertThat(all)
        .allMatch(key -> ObjectKeys.meetingOf(key).orElseThrow().equals(new MeetingId("m1")));
  }

  @Test
  void keysSortAsTheWindowsDo() {
    assertThat(keys.hlsSegment("video", 9)).isLessThan(keys.hlsSegment("video", 10));
    assertThat(keys.hlsSegment("video", 99_999)).isLessThan(keys.hlsSegment("video", 100_000));
    assertThat(keys.minutes(9)).isLessThan(keys.minutes(10));
  }

  @Test
  void nothingLeavesTheMeeting() {
    for (String path :
        new String[] {"", "/x", "x/", "a//b", "..", "a/../b", "./a", "a\\b", "a\u0000", "a\nb"}) {
      assertThatIllegalArgumentException().as(path).isThrownBy(() -> keys.resolve(path));
    }
    assertThat(keys.resolve("hls/master.m3u8")).isEqualTo(keys.hlsMaster());
    assertThatIllegalArgumentException().isThrownBy(() -> keys.file("a/b"));
    assertThatIllegalArgumentException().isThrownBy(() -> keys.file(".."));
    assertThatIllegalArgumentException().isThrownBy(() -> keys.hlsMedia("../x"));
    assertThatIllegalArgumentException().isThrownBy(() -> keys.hlsSegment("video", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> keys.hlsSegment("video", 100_000_000));
  }

  @Test
  void strangersKeysAreNobodys() {
    assertThat(ObjectKeys.meetingOf("other/m1/x")).isEmpty();
    assertThat(ObjectKeys.meetingOf("meetings/m1/")).isEmpty();
    assertThat(ObjectKeys.meetingOf("meetings/../x")).isEmpty();
  }
}
