package io.parley.bench.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.bench.load.AudioShape;
import io.parley.bench.load.MediaShape;
import io.parley.bench.load.VideoShape;
import io.parley.bench.unit.ParleyUnit;
import io.parley.bench.unit.StreamUnit;
import io.parley.sfu.transport.LightPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second of one to two on our SFU: every packet is counted, and every figure is there. */
class SfuBenchIT {
  private static final AudioShape SPEECH = new AudioShape(80, true);
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

  /** Our own unit, spoken to as any other that has WHIP and WHEP. */
  @Test
  @Timeout(120)
  void aUnitIsLoadedByWhipAndWhep() throws Exception {
    JsonNode figures =
        run(
            new Scenario("2-and-1", 1, 2, 1, true, i -> new MediaShape(SPEECH, CAMERA), 0),
            StreamUnit.PARLEY_KEY,
            1,
            shared -> StreamUnit.of(start(shared), shared));
    long offered = figures.path("offered").asLong();
    assertThat(offered)
        .as("two who see each other, and one who sees both")
        .isGreaterThan(4 * (40 + 12));
    assertThat(figures.path("delivered").asLong())
        .as("pictures may wait where much else is done")
        .isGreaterThan(offered * 8 / 10)
        .isLessThanOrEqualTo(offered);
    assertThat(figures.path("cpu_us_per_packet").asDouble()).isPositive();
    assertThat(figures.at("/delay_us/p50").asDouble()).isPositive();
  }

  private ParleyUnit start(LightPeer.Shared shared) throws IOException, InterruptedException {
    return ParleyUnit.start(
        "tuned", List.of("-XX:+UseSerialGC"), shared, InetAddress.getLoopbackAddress(), null, work);
  }

  private JsonNode run(Scenario scenario) throws Exception {
    return run(scenario, "tuned", 0.3, this::start);
  }

  private JsonNode run(Scenario scenario, String unit, double warmUp, SfuBench.Start start)
      throws Exception {
    List<String> lines = new ArrayList<>();
    SfuReport report =
        new SfuBench(new SfuBench.Terms(1, 1, warmUp, false), lines::add)
            .run(List.of(scenario), List.of(start));
    assertThat(lines).hasSize(1);
    assertThat(report.table()).contains(scenario.name());
    JsonNode root = new ObjectMapper().readTree(report.json());
    assertThat(root.path("scenarios")).hasSize(1);
    assertThat(root.at("/scenarios/0/name").asText()).isEqualTo(scenario.name());
    JsonNode figures = root.at("/scenarios/0/" + unit);
    assertThat(figures.path("rounds")).hasSize(1);
    assertThat(figures.at("/rounds/0/delivered")).isEqualTo(figures.path("delivered"));
    return figures;
  }
}
