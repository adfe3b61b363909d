package io.parley.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14.1.2, §14.2, §14.4, with the examples it gives. */
class ByteRangeTest {
  private static final long SIZE = 10_000;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-499, 0, 499",
    "bytes=500-999, 500, 999",
    "bytes=-500, 9500, 9999",
    "bytes=9500-, 9500, 9999",
    "bytes=0-0, 0, 0",
    "bytes=-1, 9999, 9999",
    "bytes=9999-9999, 9999, 9999",
    "bytes=9000-20000, 9000, 9999",
    "bytes=-20000, 0, 9999",
    "BYTES=1-2, 1, 2",
    "'bytes= 1-2 ', 1, 2",
    "bytes=5-99999999999999999999999, 5, 9999",
    "bytes=-99999999999999999999999, 0, 9999",
  })
  void oneRangeIsServed(String header, long first, long last) {
    assertThat(ByteRange.of(header, SIZE)).isEqualTo(new ByteRange.Part(first, last, SIZE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=99999999999999999999-"})
  void whatLiesBeyondTheEndCannotBeServed(String header) {
    ByteRange range = ByteRange.of(header, SIZE);
    assertThat(range).isEqualTo(new ByteRange.Unsatisfiable(SIZE));
    assertThat(((ByteRange.Unsatisfiable) range).contentRange()).isEqualTo("bytes */10000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=500-400",
        "bytes=-",
        "bytes=",
        "items=0-5",
        "bytes=0-1,4-5",
        "bytes=a-b",
        "0-5",
        "bytes=1--2",
        "bytes 0-5",
        ""
      })
  void whatIsNoRangeOrMoreThanOneIsIgnored(String header) {
    assertThat(ByteRange.of(header, SIZE)).isEqualTo(new ByteRange.Whole(SIZE));
  }

  @Test
  void withoutAHeaderEverythingIsServed() {
    assertThat(ByteRange.of(null, 3)).isEqualTo(new ByteRange.Whole(3));
  }

  @Test
  void nothingCanBeServedOfAnEmptyObject() {
    assertThat(ByteRange.of("bytes=0-", 0)).isEqualTo(new ByteRange.Unsatisfiable(0));
    assertThat(ByteRange.of("bytes=-5", 0)).isEqualTo(new ByteRange.Unsatisfiable(0));
    assertThat(ByteRange.of(null, 0)).isEqualTo(new ByteRange.Whole(0));
  }

  @Test
  void aPartNamesItselfAndItsLength() {
    ByteRange.Part part = new ByteRange.Part(2, 4, 10);
    assertThat(part.contentRange()).isEqualTo("bytes 2-4/10");
    assertThat(part.length()).isEqualTo(3);
  }
}
