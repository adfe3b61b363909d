package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartConfigsTest {
  @ParameterizedTest
  @CsvSource({
    "wss://meet.example.org:8443,     wss://meet.example.org:8443/v1/signal",
    "wss://meet.example.org/,         wss://meet.example.org/v1/signal",
    "ws://localhost:8443/v1/signal,   ws://localhost:8443/v1/signal",
    "wss://meet.example.org/parley/s, wss://meet.example.org/parley/s"
  })
  void signallingHasItsUsualPathUnlessAnotherIsNamed(String configured, String url) {
    assertThat(PartConfigs.signalUrl(configured)).isEqualTo(url);
  }
}
