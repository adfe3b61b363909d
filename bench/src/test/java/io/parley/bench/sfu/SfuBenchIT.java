package io.parley.bench.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.bench.load.VideoShape;
import io.parley.bench.unit.ParleyUnit;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second of one to two on our SFU: every packet is counted, and every figure is there. */
class SfuBenchIT {
  private static final VideoShape CAMERA = new VideoShape(640, 360, 15, 300_000, 1);

  @TempDir private Path work;

  @Test
  @Timeout(120)
  void everyPacketReachesBoth() throws Exception {
    JsonNode parley = run(Scenario.oneTo("1-to-2", 2, CAMERA, 0));
    assertThat(parley.path("offered").asLong())
        .as("fifty packets of sound and fifteen pictures, for two")
        .isGreaterThan(2 * (40 + 12));
    assertThat(parley.path("delivered").asLong()).isEqualTo(parley.path("offered").asLong());
    assertThat(parley.path("gaps").asLong()).isZero();
    assertThat(parley.path("cpu_us_per_packet").asDouble()).isPositive();
    assertThat(parley.at("/delay_us/p50").asDouble()).isPositive();
    assertThat(parley.at("/delay_us/p999").asDouble())
        .isGreaterThanOrEqualTo(parley.at("/delay_us/p99").asDouble());
    assertThat(parley.path("rss_mb").asDouble()).isGreaterThan(10);
    assertThat(parley.path("alloc_bytes_per_packet").asDouble()).isPositive();
  }

  @Test
  @Timeout(120)
  void lossIsRepaired() throws Exception {
    JsonNode parley = run(Scenario.oneTo("loss", 2, CAMERA, 0.05));
    long offered = parley.path("offered").asLong();
    assertThat(parley.path("delivered").asLong())
        .as("more than a network that loses every tenth packet on two links lets through of video")
        .isGreaterThan(offered * 8 / 10)
        .isLessThanOrEqualTo(offered);
  }

  private JsonNode run(Scenario scenario) throws Exception {
    List<String> lines = new ArrayList<>();
    SfuReport report =
        new SfuBench(new SfuBench.Terms(1, 1, 0.3, false), lines::add)
            .run(
                List.of(scenario),
                List.of(
                    shared ->
                        ParleyUnit.start(
                            "tuned",
                            List.of("-XX:+UseSerialGC"),
                            shared,
                            InetAddress.getLoopbackAddress(),
                            null,
                            work)));
    assertThat(lines).hasSize(1);
    assertThat(report.table()).contains(scenario.name());
    JsonNode root = new ObjectMapper().readTree(report.json());
    assertThat(root.path("scenarios")).hasSize(1);
    assertThat(root.at("/scenarios/0/name").asText()).isEqualTo(scenario.name());
    JsonNode figures = root.at("/scenarios/0/tuned");
    assertThat(figures.path("rounds")).hasSize(1);
    assertThat(figures.at("/rounds/0/delivered")).isEqualTo(figures.path("delivered"));
    return figures;
  }
}
