package io.parley.sfu.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.room.FakeLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private final AuditLines audit = new AuditLines();
  private final FakeLoop clock = new FakeLoop();
  private final AccessLog log = new AccessLog(clock);

  @AfterEach
  void stopListening() {
    audit.close();
  }

  @Test
  void aRefusalIsOneLineThatNobodyCanForge() {
    log.refused("DELETE /v1/x\nrefused what=y", "forged", "/192.0.2.1:5", null);
    assertThat(audit.lines())
        .containsExactly(
            "refused what=DELETE_/v1/x_refused_what=y reason=forged address=/192.0.2.1:5"
                + " meeting=- participant=- unwritten=0");
  }

  @Test
  void aFloodIsCountedRatherThanWritten() {
    for (int i = 0; i < 100_000; i++) {
      log.refused("signal", "malformed", "a", null);
    }
    assertThat(audit.lines()).hasSize(AccessLog.LINES_AT_ONCE);
    clock.pass(1);
    log.refused("signal", "malformed", "a", null);
    assertThat(audit.lines().get(AccessLog.LINES_AT_ONCE))
        .endsWith("unwritten=" + (100_000 - AccessLog.LINES_AT_ONCE));
  }
}
