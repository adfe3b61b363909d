package io.parley.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownWriterTest {
  private static String golden(String name) throws IOException {
    try (InputStream in = MarkdownWriterTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String markdown(ExportLanguage language, String title, String editor) {
    byte[] bytes =
        MinutesExport.MARKDOWN.bytes(
            Samples.minutes(title, "The mobile app needs one more week.", editor, 2),
            language,
            Samples.BASE,
            Samples.ZONE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void englishIsAsItAlwaysWas() throws IOException {
    assertThat(markdown(ExportLanguage.ENGLISH, "Release planning", null))
        .isEqualTo(golden("minutes-en.md"));
  }

  @Test
  void chineseIsAsItAlwaysWas() throws IOException {
    assertThat(markdown(ExportLanguage.SIMPLIFIED_CHINESE, "发布计划会议", "王小明"))
        .isEqualTo(golden("minutes-zh.md"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      quoteCharacter = '§',
      textBlock =
          """
          <b>x</b>              ^ \\<b\\>x\\</b\\>
          a | b                 ^ a \\| b
          [x](javascript:1)     ^ \\[x\\](javascript:1)
          ![x](y)               ^ \\!\\[x\\](y)
          # heading             ^ \\# heading
          1. first              ^ 1\\. first
          2026 was good         ^ 2026 was good
          - item                ^ \\- item
          see http://a.example  ^ see http&#58;//a.example
          www.a.example         ^ www&#46;a.example
          me@a.example          ^ me&#64;a.example
          `c` _i_ *b* &amp;     ^ \\`c\\` \\_i\\_ \\*b\\* \\&amp;
          """)
  void whatWasTypedIsText(String typed, String written) {
    assertThat(MarkdownWriter.text(typed.strip())).isEqualTo(written.strip());
  }

  @Test
  void nothingTypedAddsALineALinkOrATag() {
    String harmless = markdownOf("x");
    String nasty = markdownOf(Samples.NASTY);
    assertThat(nasty.lines().count()).isEqualTo(harmless.lines().count());
    assertThat(nasty).doesNotContain("<script", "<img", "\u0000", "\u202E", "http://evil");
    assertThat(nasty.lines().filter(l -> l.startsWith("#")).count())
        .isEqualTo(harmless.lines().filter(l -> l.startsWith("#")).count());
  }

  private static String markdownOf(String said) {
    byte[] bytes =
        MinutesExport.MARKDOWN.bytes(
            Samples.minutes(said, said, said, 1),
            ExportLanguage.ENGLISH,
            Samples.BASE,
            Samples.ZONE);
    // HTML is allowed only behind a backslash.
    return new String(bytes, StandardCharsets.UTF_8).replace("\\<", "‹");
  }
}
