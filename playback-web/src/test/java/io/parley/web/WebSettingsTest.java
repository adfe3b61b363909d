package io.parley.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.storage.contract.AddressSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebSettingsTest {
  private static final String SECRET = "sfu.token-secret=0123456789abcdef0123456789abcdef\n";

  @TempDir Path dir;

  @Test
  void theDefaultsNeedOnlyASecret() throws IOException {
    WebConfig config = read(SECRET);
    assertThat(config.listen()).isEqualTo(new WebConfig.Listen("0.0.0.0", 8080, null, null));
    assertThat(config.listen().secure()).isFalse();
    assertThat(config.trust()).isEqualTo(WebConfig.Trust.defaults());
    assertThat(config.rules()).isEqualTo(WebConfig.Rules.defaults());
    assertThat(config.flinkRest()).isNull();
    assertThat(config.sfu().tokenSecret()).hasSize(32);
  }

  @Test
  void givenValuesReplaceThem() throws IOException {
    WebConfig config =
        read(
            SECRET
                + "public-url=https://parley.example\nretention-days=7\n"
                + "sfu.internal-url=http://sfu:8443\nregistration-open=false\n"
                + "trusted-proxies=192.0.2.7, 10.0.0.0/8\nmetrics.readers=\n");
    assertThat(config.trust().proxies().contains("10.1.2.3")).isTrue();
    assertThat(config.trust().metricsReaders()).isEqualTo(AddressSet.NOBODY);
    assertThat(config.listen().secure()).isTrue();
    assertThat(config.rules().retention()).isEqualTo(Duration.ofDays(7));
    assertThat(config.rules().registrationOpen()).isFalse();
    assertThat(config.sfu().internalUrl()).isEqualTo(URI.create("http://sfu:8443"));
  }

  @Test
  void whatMakesNoSenseIsAnError() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> read(SECRET + "prot=1")).hasMessageContaining("unknown key 'prot'");
    assertThatThrownBy(() -> read(SECRET + "port=x")).hasMessageContaining("port must be a number");
    assertThatThrownBy(() -> read(SECRET + "port=70000")).hasMessageContaining("no such port");
    assertThatThrownBy(() -> read(SECRET + "registration-open=maybe"))
        .hasMessageContaining("true or false");
    assertThatThrownBy(() -> read(SECRET + "trusted-proxies=proxy.example"))
        .hasMessage("trusted-proxies: 'proxy.example' is no address or network");
    assertThatThrownBy(() -> read(SECRET + "catalogue.url=jdbc:h2:mem"))
        .hasMessageContaining("jdbc:postgresql");
  }

  @Test
  void secretsAreNotShown() throws IOException {
    String shown =
        read(SECRET
                + "catalogue.password=geheim1\nobjects.secret-key=geheim2\n"
                + "tls.keystore=k.p12\ntls.password=geheim3\n")
            .toString();
    assertThat(shown).doesNotContain("geheim").doesNotContain("0123456789abcdef");
  }

  private WebConfig read(String text) throws IOException {
    return WebSettings.read(Files.writeString(dir.resolve("web.properties"), text));
  }
}
