package io.parley.web.export;

import io.parley.storage.contract.Minutes;
import io.parley.web.export.MinutesDocument.Body;
import io.parley.web.export.MinutesDocument.Cell;
import io.parley.web.export.MinutesDocument.Item;
import io.parley.web.export.MinutesDocument.Items;
import io.parley.web.export.MinutesDocument.Moment;
import io.parley.web.export.MinutesDocument.Section;
import io.parley.web.export.MinutesDocument.Table;
import io.parley.web.export.MinutesDocument.Text;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lays minutes out as a document, in one language. */
final class MinutesOutline {
  private final Minutes minutes;
  private final ExportLanguage in;
  private final String player;
  private final ZoneId zone;

  /**
   * @param baseUrl of the web front end, with or without a slash at its end
   * @param zone in which the meeting's date is told
   */
  MinutesOutline(Minutes minutes, ExportLanguage language, URI baseUrl, ZoneId zone) {
    this.minutes = minutes;
    this.in = language;
    this.player = baseUrl.toString().replaceAll("/+$", "") + "/meetings/" + minutes.meetingId();
    this.zone = zone;
  }

  MinutesDocument document() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(in.in("Attendees", "与会者"), attendees()));
    sections.add(new Section(in.in("Summary", "摘要"), lines(minutes.summary())));
    sections.add(new Section(in.in("Decisions", "决定"), lines(minutes.decisions())));
    sections.add(new Section(in.in("Action items", "行动项"), actionItems()));
    sections.add(new Section(in.in("Questions", "问题"), questions()));
    sections.add(new Section(in.in("Chapters", "章节"), chapters()));
    sections.add(new Section(in.in("Talk time", "发言时间"), talkTime()));
    if (!minutes.keywords().isEmpty()) {
      sections.add(new Section(in.in("Keywords", "关键词"), keywords()));
    }
    String title = PlainText.line(minutes.title());
    return new MinutesDocument(
        title.isEmpty() ? in.in("Untitled meeting", "未命名会议") : title,
        when(),
        provenance(),
        in,
        sections);
  }

  private String when() {
    Instant start =
        Instant.EPOCH.plusNanos(Math.multiplyExact(minutes.startedAtEpochMicros(), 1_000));
    String date =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(in.locale())
            .withZone(zone)
            .format(start);
    return "%s (%s) · %s".formatted(date, zone.getId(), clock(minutes.durationMicros()));
  }

  private String provenance() {
    String editor = minutes.editedBy();
    if (editor == null) {
      return in.in(
          "Written by machine from the transcript; each time links to the moment it was said.",
          "由机器根据会议记录生成；每个时间均链接到发言的时刻。");
    }
    return in.in("Version %d, edited by %s", "第 %d 版，由 %s 编辑")
        .formatted(minutes.version(), PlainText.line(editor));
  }

  private Body attendees() {
    if (minutes.attendees().isEmpty()) {
      return none();
    }
    return new Items(
        minutes.attendees().stream()
            .map(a -> new Item("", PlainText.line(a.displayName()), "", null))
            .toList());
  }

  private Body lines(List<Minutes.Line> lines) {
    return lines.isEmpty() ? none() : new Items(lines.stream().map(l -> item(l, "")).toList());
  }

  private Item item(Minutes.Line line, String remark) {
    return new Item(
        PlainText.line(line.speaker()),
        PlainText.line(line.text()),
        remark,
        moment(line.startMicros()));
  }

  private Body actionItems() {
    if (minutes.actionItems().isEmpty()) {
      return none();
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Minutes.ActionItem action : minutes.actionItems()) {
      String owner = action.owner();
      Moment moment = moment(action.line().startMicros());
      rows.add(
          List.of(
              Cell.of(PlainText.line(action.line().text())),
              Cell.of(owner == null ? "–" : PlainText.line(owner)),
              Cell.of(due(action)),
              new Cell(moment.label(), moment)));
    }
    return new Table(
        List.of(
            in.in("Task", "任务"),
            in.in("Owner", "负责人"),
            in.in("Due", "截止日期"),
            in.in("Said at", "时刻")),
        rows);
  }

  private String due(Minutes.ActionItem action) {
    LocalDate date = action.due();
    String said = action.dueText();
    String spoken = said == null ? "" : PlainText.line(said);
    if (date == null) {
      return spoken.isEmpty() ? "–" : spoken;
    }
    String written =
        DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(in.locale()).format(date);
    return spoken.isEmpty() ? written : written + " (" + spoken + ")";
  }

  private Body questions() {
    if (minutes.questions().isEmpty()) {
      return none();
    }
    return new Items(
        minutes.questions().stream()
            .map(
                q -> item(q.line(), q.answered() ? in.in("answered", "已回答") : in.in("open", "待回答")))
            .toList());
  }

  private Body chapters() {
    if (minutes.chapters().isEmpty()) {
      return none();
    }
    return new Items(
        minutes.chapters().stream()
            .map(c -> new Item("", PlainText.line(c.title()), "", moment(c.startMicros())))
            .toList());
  }

  private Body talkTime() {
    long all = minutes.attendees().stream().mapToLong(Minutes.Attendee::talkMicros).sum();
    if (all == 0) {
      return none();
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Minutes.Attendee attendee : minutes.attendees()) {
      long share = Math.round(100.0 * attendee.talkMicros() / all);
      rows.add(
          List.of(
              Cell.of(PlainText.line(attendee.displayName())),
              Cell.of(clock(attendee.talkMicros())),
              Cell.of(share + " %"),
              Cell.of(Integer.toString(attendee.turns())),
              Cell.of(Integer.toString(attendee.words()))));
    }
    return new Table(
        List.of(
            in.in("Name", "姓名"),
            in.in("Time", "时长"),
            in.in("Share", "占比"),
            in.in("Turns", "次数"),
            in.in("Words", "词数")),
        rows);
  }

  private Body keywords() {
    return new Text(
        minutes.keywords().stream()
            .map(k -> PlainText.line(k.text()))
            .collect(Collectors.joining(in.in(", ", "、"))));
  }

  private Body none() {
    return new Text(in.in("None.", "无。"));
  }

  private Moment moment(long micros) {
    long at = Math.max(0, micros);
    return new Moment(clock(at), URI.create(player + "?t=" + at / 1_000_000));
  }

  /** 75 s is 1:15, an hour more is 1:01:15. */
  private static String clock(long micros) {
    long seconds = micros / 1_000_000;
    return seconds < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }
}
