package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defaults, then the file, then the command line; whatever nobody knows is refused. */
class SettingsTest {
  @TempDir Path dir;

  @Test
  void commandLineGoesBeforeFileGoesBeforeDefault() throws Exception {
    Path file = file("parley { web.port = 81, sfu.port = 82 }\n");
    Settings settings = Settings.load(Optional.of(file), Map.of("sfu.port", "83"));
    assertThat(settings.port("web.port")).isEqualTo(81);
    assertThat(settings.port("sfu.port")).isEqualTo(83);
    assertThat(settings.port("kafka.port")).isEqualTo(9092);
  }

  @Test
  void emptyTextIsNothing() throws Exception {
    Settings settings = Settings.load(Optional.empty(), Map.of("s3.endpoint", "http://s3:9000"));
    assertThat(settings.text("s3.endpoint")).contains("http://s3:9000");
    assertThat(settings.text("database.jdbc-url")).isEmpty();
  }

  @Test
  void unknownKeyIsNamedWithItsLine() throws Exception {
    Path file = file("parley {\n  web.port = 81\n  web.prot = 82\n}\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("parley.web.prot")
        .hasMessageContaining("line 3")
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> Settings.load(Optional.empty(), Map.of("web.prot", "1")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("'web.prot'");
  }

  @Test
  void aSettingOutsideOfParleyIsRefused() throws Exception {
    Path file = file("web.port = 81\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("'web.port'");
  }

  @Test
  void aFileThatCantBeReadIsAnErrorOfItsOwn() throws Exception {
    Path missing = dir.resolve("missing.conf");
    assertThatThrownBy(() -> Settings.load(Optional.of(missing), Map.of()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("can't be read: " + missing);
    Path broken = file("parley {\n  web {\n");
    assertThatThrownBy(() -> Settings.load(Optional.of(broken), Map.of()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("not valid");
  }

  @Test
  void portsAndTypesAreChecked() throws Exception {
    Settings settings =
        Settings.load(Optional.empty(), Map.of("web.port", "65536", "sfu.port", "eighty"));
    assertThatThrownBy(() -> settings.port("web.port"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("web.port must be between 0 and 65535, not 65536");
    assertThatThrownBy(() -> settings.port("sfu.port"))
        .isInstanceOf(ConfigException.WrongType.class)
        .hasMessageContaining("sfu.port");
  }

  @Test
  void listsStandInTheFileOrWithCommasOnTheCommandLine() throws Exception {
    Path file = file("parley { web.trusted-proxies = [\"192.0.2.7\", \"10.0.0.0/8\"] }\n");
    Settings settings =
        Settings.load(
            Optional.of(file), Map.of("sfu.announced-addresses", "203.0.113.7, 203.0.113.8"));
    assertThat(settings.texts("sfu.announced-addresses"))
        .containsExactly("203.0.113.7", "203.0.113.8");
    assertThat(settings.addresses("web.trusted-proxies").contains("10.1.2.3")).isTrue();
    assertThat(settings.addresses("metrics.readers").contains("127.0.0.1")).isTrue();
    Settings none = Settings.load(Optional.empty(), Map.of("metrics.readers", ""));
    assertThat(none.addresses("metrics.readers").contains("127.0.0.1")).isFalse();
    Settings wrong = Settings.load(Optional.empty(), Map.of("metrics.readers", "monitor"));
    assertThatThrownBy(() -> wrong.addresses("metrics.readers"))
        .isInstanceOf(StartupException.class)
        .hasMessage("metrics.readers: 'monitor' is no address or network");
  }

  private Path file(String content) throws Exception {
    return Files.writeString(dir.resolve("parley.conf"), content);
  }
}
