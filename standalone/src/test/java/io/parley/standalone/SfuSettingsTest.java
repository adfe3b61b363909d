package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.SfuConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SfuSettingsTest {
  @TempDir Path directory;

  private SfuConfig config(Map<String, String> settings) throws StartupException, IOException {
    try (DataDirectory data = DataDirectory.open(directory, 0)) {
      return new SfuSettings(Settings.load(Optional.empty(), settings), data).config();
    }
  }

  @Test
  void mediaIsTakenByTcpOnThePortOfUdpUnlessThatIsTurnedOff() throws Exception {
    assertThat(config(Map.of("sfu.udp-port", "10500")).tcpPort()).isEqualTo(10_500);
    assertThat(config(Map.of("sfu.tcp", "false")).tcpPort()).isEqualTo(-1);
  }
}
