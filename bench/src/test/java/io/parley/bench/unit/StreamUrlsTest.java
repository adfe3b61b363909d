package io.parley.bench.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamUrlsTest {
  @Test
  void watchesWhereItPublishesUnlessToldElse() {
    StreamUrls urls = StreamUrls.parse("http://{address}:8889/{stream}/whip", "192.0.2.1");
    assertThat(urls.whip("a").uri()).isEqualTo(URI.create("http://192.0.2.1:8889/a/whip"));
    assertThat(urls.whep("a", "p").uri()).isEqualTo(URI.create("http://192.0.2.1:8889/a/whep"));
    assertThat(urls.whip("a").authorization()).isNull();
  }

  @Test
  void takesTwoUrlsWithCommasInThem() {
    StreamUrls urls =
        StreamUrls.parse(
            "https://a.example/in,x/{stream},http://b.example/{stream}?who={player}", "");
    assertThat(urls.whip("s").uri()).isEqualTo(URI.create("https://a.example/in,x/s"));
    assertThat(urls.whep("s", "p").uri()).isEqualTo(URI.create("http://b.example/s?who=p"));
  }

  @Test
  void sendsUserInformationAsAuthorization() {
    StreamUrls urls =
        StreamUrls.parse("http://ab+c%2Fd@h.example/whip,http://me:secret@h.example/whep", "");
    assertThat(urls.whip("s"))
        .isEqualTo(new StreamUrls.Endpoint(URI.create("http://h.example/whip"), "Bearer ab+c/d"));
    assertThat(urls.whep("s", "p"))
        .isEqualTo(
            new StreamUrls.Endpoint(URI.create("http://h.example/whep"), "Basic bWU6c2VjcmV0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://h.example/publish", "ws://h.example/whip", "whip", "http:///whip"})
  void refusesWhatSaysNotWhere(String text) {
    assertThatThrownBy(() -> StreamUrls.parse(text, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
