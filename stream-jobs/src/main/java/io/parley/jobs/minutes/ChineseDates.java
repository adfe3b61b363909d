package io.parley.jobs.minutes;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds when something is due in Chinese. A plain weekday is the next one. */
final class ChineseDates {
  private static final String DIGITS = "零一二三四五六七八九";
  private static final String NUMBER = "([0-9]{1,3}|[一二两三四五六七八九十]{1,3})";
  private static final String WEEKDAY = "(?:周|星期|礼拜)([一二三四五六日天])";
  private static final String BEFORE = "(?:之前|以前|前|之内|以内|内)?";

  private interface Resolver {
    LocalDate resolve(MatchResult match, LocalDate today);
  }

  private record Rule(Pattern pattern, Resolver resolver) {}

  private static final List<Rule> RULES =
      List.of(
          rule("大后天", (m, today) -> today.plusDays(3)),
          rule("后天", (m, today) -> today.plusDays(2)),
          rule("明天|明早|明晚", (m, today) -> today.plusDays(1)),
          rule("今天|今晚|会后|散会后|马上", (m, today) -> today),
          rule("下(?:个)?" + WEEKDAY, (m, today) -> monday(today).with(sameOrNext(m.group(1)))),
          rule("(?:这|本)" + WEEKDAY, (m, today) -> today.with(sameOrNext(m.group(1)))),
          rule("下(?:周|个星期|星期)", (m, today) -> monday(today).plusDays(4)),
          rule(
              "(?:本|这)(?:周|个星期)|周末",
              (m, today) -> today.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY))),
          rule(WEEKDAY, (m, today) -> today.with(TemporalAdjusters.next(day(m.group(1))))),
          rule(NUMBER + "月" + NUMBER + "[日号]", ChineseDates::monthAndDay),
          rule(NUMBER + "[日号]", (m, today) -> dayOfMonth(number(m.group(1)), today)),
          rule(
              "下个?月底?", (m, today) -> today.plusMonths(1).with(TemporalAdjusters.lastDayOfMonth())),
          rule("(?:本|这个|这)?月底", (m, today) -> today.with(TemporalAdjusters.lastDayOfMonth())),
          rule("年底", (m, today) -> today.with(TemporalAdjusters.lastDayOfYear())),
          rule(NUMBER + "天(?:之内|以内|内|后)", (m, today) -> today.plusDays(number(m.group(1)))),
          rule(
              NUMBER + "(?:周|个星期)(?:之内|以内|内|后)", (m, today) -> today.plusWeeks(number(m.group(1)))),
          rule(NUMBER + "个月(?:之内|以内|内|后)", (m, today) -> today.plusMonths(number(m.group(1)))));

  private ChineseDates() {}

  private static Rule rule(String pattern, Resolver resolver) {
    return new Rule(Pattern.compile("(?:" + pattern + ")" + BEFORE), resolver);
  }

  /** The first date, the longer of two that start together. */
  static Optional<DueDate> find(String text, LocalDate today) {
    DueDate best = null;
    int start = Integer.MAX_VALUE;
    for (Rule rule : RULES) {
      Matcher matcher = rule.pattern().matcher(text);
      if (matcher.find()
          && (matcher.start() < start
              || (matcher.start() == start
                  && best != null
                  && matcher.group().length() > best.text().length()))) {
        best = new DueDate(matcher.group(), resolve(rule, matcher.toMatchResult(), today));
        start = matcher.start();
      }
    }
    return Optional.ofNullable(best);
  }

  /** 六月三十一日 was said, but is no day. */
  private static @Nullable LocalDate resolve(Rule rule, MatchResult match, LocalDate today) {
    try {
      return rule.resolver().resolve(match, today);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static LocalDate monday(LocalDate today) {
    return today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
  }

  private static TemporalAdjuster sameOrNext(String name) {
    return TemporalAdjusters.nextOrSame(day(name));
  }

  private static DayOfWeek day(String name) {
    return name.equals("日") || name.equals("天")
        ? DayOfWeek.SUNDAY
        : DayOfWeek.of(DIGITS.indexOf(name));
  }

  private static LocalDate monthAndDay(MatchResult match, LocalDate today) {
    LocalDate date = LocalDate.of(today.getYear(), number(match.group(1)), number(match.group(2)));
    return date.isBefore(today) ? date.plusYears(1) : date;
  }

  private static LocalDate dayOfMonth(int day, LocalDate today) {
    LocalDate date = today.withDayOfMonth(day);
    return date.isBefore(today) ? date.plusMonths(1) : date;
  }

  private static int number(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return Integer.parseInt(text);
    }
    int ten = text.indexOf('十');
    String plain = text.replace('两', '二');
    if (ten < 0) {
      return DIGITS.indexOf(plain.charAt(0));
    }
    int tens = ten == 0 ? 1 : DIGITS.indexOf(plain.charAt(0));
    int units = ten + 1 == plain.length() ? 0 : DIGITS.indexOf(plain.charAt(ten + 1));
    return tens * 10 + units;
  }
}
