package io.parley.jobs.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.testing.MemoryStore;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveStageTest {

  /** Whatever a publisher sends, the recording goes on, and gets to its end. */
  @ParameterizedTest
  @EnumSource
  void rubbishIsReportedAndStopsNobody(MediaCodec codec) throws Exception {
    MemoryStore store = new MemoryStore();
    MediaSource source = codec.isAudio() ? MediaSource.MICROPHONE : MediaSource.CAMERA;
    EncodedFrame frame =
        new EncodedFrame(
            new TrackId("p.x.1"),
            new ParticipantId("p"),
            source,
            codec,
            true,
            1_000_000,
            20_000,
            new byte[] {0, 0, 0, 1, 0x65, 1, 2, 3},
            false);
    ArchiveTask task = new ArchiveTask("m", "p.x.1", 1_000_000, FrameList.toBytes(List.of(frame)));
    Optional<Stored> stored = new ArchiveStage(() -> store).store(task, store);
    assertThat(stored).isPresent();
    assertThat(store.exists(stored.get().objectKey())).isEqualTo(stored.get().bytes() > 0);
  }
}
