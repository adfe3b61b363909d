package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real browsers meet through a real SFU. */
@Tag("alone")
class TwoBrowsersIT {
  private Sfu sfu;

  @BeforeEach
  void start() {
    sfu = Sfu.start(SfuConfig.onLoopback(BrowserClient.SECRET));
  }

  @AfterEach
  void stop() {
    sfu.close();
  }

  private BrowserClient open(String meeting, String participant) throws Exception {
    return BrowserClient.open(
        sfu.signalPort(),
        BrowserClient.token(meeting, participant, BrowserClient.everything()),
        participant);
  }

  @Test
  void twoBrowsersSeeAndHearEachOtherAndLeaveLowBitrateBehind() throws Exception {
    try (BrowserClient ada = open("m1", "ada").joinAndPublish("");
        BrowserClient ben = open("m1", "ben").joinAndPublish("")) {
      ada.awaitFrames("ben", "camera", 30);
      ben.awaitFrames("ada", "camera", 30);
      ada.awaitSound("ben");
      ben.awaitSound("ada");
      ada.eval("() => client.publishScreen(true)");
      ada.await("more than 300 kb/s", () -> ada.availableOutgoingBitrate() > 600_000);
      Object stats = ada.eval("() => client.request('getStats')");
      assertThat(stats.toString()).contains("dtlsState=connected").contains("inbound-rtp");
      assertThat(ada.number("() => client.joined.participants.length")).isEqualTo(1);
      assertThat(ben.eval("() => client.joined.participants.map(p => p.id)"))
          .isEqualTo(List.of("ada", "ben"));
    }
  }
}
