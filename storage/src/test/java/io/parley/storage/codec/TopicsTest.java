package io.parley.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void namesAndPartitionsArePinned() {
    assertThat(Topics.unprefixed().all())
        .extracting(topic -> topic.name() + " " + topic.partitions())
        .containsExactly("rtp 8", "meeting-events 4", "captions 4", "recordings 4");
    assertThat(Topics.RTP_HEADER).isEqualTo("p");
  }

  @Test
  void prefixKeepsInstallationsApart() {
    assertThat(new Topics("blue-").all())
        .extracting(Topics.Topic::name)
        .containsExactly("blue-rtp", "blue-meeting-events", "blue-captions", "blue-recordings");
    assertThatIllegalArgumentException().isThrownBy(() -> new Topics("a b"));
  }

  @Test
  void retentionIsInTheConfiguration() {
    assertThat(Topics.unprefixed().all())
        .allSatisfy(
            topic ->
                assertThat(topic.config())
                    .containsEntry("retention.ms", Long.toString(topic.retention().toMillis())));
  }
}
