package io.parley.web.export;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.Minutes;
import io.parley.storage.contract.ParticipantId;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** Minutes to export. */
final class Samples {
  static final URI BASE = URI.create("https://parley.example/");
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** What somebody could type to break out of a document. */
  static final String NASTY =
      "<script>alert('x')</script> & \"q\" ]]> *b* _i_ [l](http://evil.example) | `c` http://evil.example"
          + " <img src=\"file:///etc/passwd\"/>\u0000\u0007\n# h\u202E";

  private Samples() {}

  static Minutes.Line line(String text, String speaker, long seconds) {
    return new Minutes.Line(text, speaker, seconds * 1_000_000, List.of("u@" + seconds));
  }

  static Minutes minutes(String title, String said, String editor, int copies) {
    long start = Instant.parse("2026-11-20T14:05:00Z").getEpochSecond() * 1_000_000;
    List<Minutes.Attendee> attendees =
        List.of(
            new Minutes.Attendee(new ParticipantId("a"), "Emma", 150_000_000, 7, 320),
            new Minutes.Attendee(new ParticipantId("b"), "王小明", 50_000_000, 3, 80));
    return new Minutes(
        new MeetingId("release-1"),
        editor == null ? 1 : 2,
        title,
        start,
        3_725_000_000L,
        "en-US",
        editor,
        attendees,
        lines(said, copies),
        List.of(
            new Minutes.Chapter("Opening", 0, 60_000_000),
            new Minutes.Chapter("Budget", 60_000_000, 3_700_000_000L)),
        List.of(line("Ship version three on Tuesday the sixteenth.", "Emma", 3_661)),
        List.of(
            new Minutes.ActionItem(
                line("Add a cache to the payment service", "George", 75),
                "George",
                "by Wednesday",
                LocalDate.of(2026, 11, 25)),
            new Minutes.ActionItem(line(said, "", 80), null, null, null)),
        List.of(
            new Minutes.Question(line("How slow is it?", "Paul", 30), true),
            new Minutes.Question(line("Who informs the customers?", "王小明", 40), false)),
        List.of(new Minutes.Keyword("release", 0.9), new Minutes.Keyword("预算", 0.5)));
  }

  private static List<Minutes.Line> lines(String said, int copies) {
    return IntStream.range(0, copies).mapToObj(i -> line(said, "Emma", 10 + i)).toList();
  }
}
