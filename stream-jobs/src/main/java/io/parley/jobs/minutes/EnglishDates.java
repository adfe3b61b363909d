package io.parley.jobs.minutes;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds when something is due in English, with numbers as digits or as words. "Friday" is the next
 * Friday after the meeting's day, "next Friday" the one of next week, "this week" ends on Friday.
 */
final class EnglishDates {
  private static final List<String> UNITS =
      List.of(
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty");
  private static final List<String> ORDINALS =
      List.of(
          "first",
          "second",
          "third",
          "fourth",
          "fifth",
          "sixth",
          "seventh",
          "eighth",
          "ninth",
          "tenth",
          "eleventh",
          "twelfth",
          "thirteenth",
          "fourteenth",
          "fifteenth",
          "sixteenth",
          "seventeenth",
          "eighteenth",
          "nineteenth",
          "twentieth",
          "twenty[- ]first",
          "twenty[- ]second",
          "twenty[- ]third",
          "twenty[- ]fourth",
          "twenty[- ]fifth",
          "twenty[- ]sixth",
          "twenty[- ]seventh",
          "twenty[- ]eighth",
          "twenty[- ]ninth",
          "thirtieth",
          "thirty[- ]first");
  private static final String DAY = "(monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
  private static final String MONTH =
      "(january|february|march|april|may|june|july|august|september|october|november|december)";
  private static final String NTH =
      "((?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
          + "[a-z]+(?:th|st|nd|rd)|second|\\d{1,2}(?:st|nd|rd|th)?)";

  /** Recognisers write what they hear: the two words sound the same. */
  private static final String WEEK = "we[ea]k";

  private static final String COUNT =
      "(\\d{1,3}|a couple of|a few|an?|" + String.join("|", UNITS) + ")";
  private static final String LEAD =
      "(?:(?:by|on|before|until|till|due|no later than|not later than|within|in|at|for)\\s+)?";
  private static final String CLOCK =
      "(?:\\s+(?:(?:in the\\s+)?(?:morning|afternoon|evening|night)|noon|"
          + "(?:at|by|before)\\s+(?:noon|midday|midnight|(?:\\d{1,2}(?::\\d{2})?|[a-z]+)"
          + "(?:\\s+(?:thirty|fifteen|forty five|o['’]?\\s?clock|am|pm))*)))?";
  private static final Pattern STRICT =
      Pattern.compile("^(?:by|before|until|till|due|no|within)\\b");

  private interface Resolver {
    @Nullable LocalDate resolve(MatchResult match, LocalDate today);
  }

  private record Rule(Pattern pattern, Resolver resolver) {}

  private static final List<Rule> RULES = rules();

  private EnglishDates() {}

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    add(rules, "the day after tomorrow", (m, today) -> today.plusDays(2));
    add(rules, "tomorrow", (m, today) -> today.plusDays(1));
    add(
        rules,
        DAY + ",?\\s+(?:the\\s+)?" + NTH + "(?:\\s+of\\s+" + MONTH + ")?",
        (m, today) -> dayOfMonth(m.group(2), m.group(3), today));
    add(
        rules,
        "(?:the\\s+)?" + NTH + "\\s+(?:of\\s+)?" + MONTH,
        (m, today) -> dayOfMonth(m.group(1), m.group(2), today));
    add(
        rules,
        MONTH + "\\s+(?:the\\s+)?" + NTH,
        (m, today) -> dayOfMonth(m.group(2), m.group(1), today));
    add(
        rules,
        "next\\s+" + DAY,
        (m, today) -> nextWeek(today).with(TemporalAdjusters.nextOrSame(day(m.group(1)))));
    add(
        rules,
        "(?:(?:this|the|coming|this coming)\\s+)?" + DAY,
        (m, today) -> today.with(TemporalAdjusters.next(day(m.group(1)))));
    add(
        rules,
        "(?:the\\s+)?(?:end of\\s+)?(?:the\\s+)?next " + WEEK,
        (m, today) -> nextWeek(today).plusDays(4));
    add(
        rules,
        "(?:early|the (?:beginning|start) of)\\s+next " + WEEK,
        (m, today) -> nextWeek(today));
    add(
        rules,
        "(?:the\\s+)?end of\\s+(?:the|this)\\s+" + WEEK + "|this " + WEEK + "|the weekend",
        (m, today) -> endOfWeek(today));
    add(
        rules,
        "(?:the\\s+)?end of\\s+(?:the|this)\\s+month|this month|month end",
        (m, today) -> endOfMonth(today));
    add(
        rules,
        "(?:the\\s+)?(?:end of\\s+)?next month",
        (m, today) -> endOfMonth(today.plusMonths(1)));
    add(
        rules,
        "(?:the\\s+)?end of\\s+" + MONTH,
        (m, today) -> endOfMonth(month(m.group(1), today)));
    add(
        rules,
        "(?:the\\s+)?end of\\s+(?:the|this)\\s+quarter|this quarter",
        (m, today) -> endOfMonth(today.withMonth((today.getMonthValue() + 2) / 3 * 3)));
    add(
        rules,
        "(?:the\\s+)?end of\\s+(?:the|this)\\s+year|this year",
        (m, today) -> today.with(TemporalAdjusters.lastDayOfYear()));
    add(
        rules,
        "(?:the next\\s+)?" + COUNT + "\\s+(day|week|month)s?(?:\\s+(?:from now|time))?",
        (m, today) -> today.plus(count(m.group(1)), unit(m.group(2))));
    add(
        rules,
        "(?:the\\s+)?end of\\s+(?:the\\s+|this\\s+)?(?:day|business)|today|tonight|"
            + "this (?:morning|afternoon|evening)|after (?:the|this) (?:meeting|call)|"
            + "right (?:away|after this)|immediately|(?:by )?noon(?: today)?|"
            + "[a-z]+(?:\\s+thirty)?\\s+o['’]?\\s?clock",
        (m, today) -> today);
    add(rules, "the " + NTH, (m, today) -> dayOfMonth(m.group(1), null, today));
    add(rules, MONTH, (m, today) -> month(m.group(1), today));
    return List.copyOf(rules);
  }

  private static void add(List<Rule> rules, String pattern, Resolver resolver) {
    rules.add(
        new Rule(
            Pattern.compile(
                "\\b" + LEAD + "(?:" + pattern + ")" + CLOCK + "\\b", Pattern.CASE_INSENSITIVE),
            resolver));
  }

  /** The date something is due; one after "by" or "before" goes before others. */
  static Optional<DueDate> find(String text, LocalDate today) {
    DueDate best = null;
    int bestRank = Integer.MAX_VALUE;
    int bestEnd = -1;
    for (int i = 0; i < RULES.size(); i++) {
      Matcher matcher = RULES.get(i).pattern().matcher(text);
      while (matcher.find()) {
        String said = matcher.group().strip();
        if (!isDue(said, i)) {
          continue;
        }
        int rank =
            (STRICT.matcher(said.toLowerCase(Locale.ROOT)).find() ? 0 : 1_000) + matcher.start();
        boolean longer = rank == bestRank && matcher.end() > bestEnd;
        if (rank < bestRank || longer) {
          DueDate due = resolve(RULES.get(i), said, matcher.toMatchResult(), today);
          best = due == null ? best : due;
          bestRank = due == null ? bestRank : rank;
          bestEnd = due == null ? bestEnd : matcher.end();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Null if it only looks like a date ("the last"); "June the thirty first" is one without a day.
   */
  private static @Nullable DueDate resolve(
      Rule rule, String said, MatchResult match, LocalDate today) {
    try {
      return new DueDate(said, rule.resolver().resolve(match, today));
    } catch (DateTimeException e) {
      return new DueDate(said, null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Spans ("for four weeks"), bare months and numbers are no dates unless a word makes them one.
   */
  private static boolean isDue(String said, int rule) {
    String low = said.toLowerCase(Locale.ROOT);
    if (low.startsWith("for ") && !low.matches("for (?:next|this|tomorrow|today|" + DAY + ").*")) {
      return false;
    }
    boolean span = low.matches(".*\\b(?:days?|weeks?|months?)\\b.*");
    if (span && !low.matches(".*\\b(?:next|this|end|start|beginning|day after)\\b.*")) {
      return low.matches("(?:in|within|by|due)\\b.*") || low.contains("from now");
    }
    boolean numbered = rule == RULES.size() - 1 || rule == RULES.size() - 2;
    boolean clockOnly = low.contains("clock") || low.matches(".*\\bnoon");
    if (numbered || clockOnly) {
      return low.matches("(?:by|before|until|till|on|due|in|at)\\b.*");
    }
    return !low.matches("(?:in|at|within)\\s+(?:the\\s+)?(?:monday|.*day)\\b.*")
        || low.contains("after");
  }

  private static DayOfWeek day(String name) {
    return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static LocalDate month(String name, LocalDate today) {
    LocalDate first = today.withDayOfMonth(1).withMonth(monthOf(name).getValue());
    return first.plusMonths(1).isAfter(today) ? first : first.plusYears(1);
  }

  private static Month monthOf(String name) {
    return Month.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static LocalDate nextWeek(LocalDate today) {
    return today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
  }

  private static LocalDate endOfWeek(LocalDate today) {
    boolean weekend = today.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    return today.with(TemporalAdjusters.nextOrSame(weekend ? DayOfWeek.SUNDAY : DayOfWeek.FRIDAY));
  }

  private static LocalDate endOfMonth(LocalDate date) {
    return date.with(TemporalAdjusters.lastDayOfMonth());
  }

  /** The next day of that number, in the month named or else the first month that has it. */
  private static LocalDate dayOfMonth(String nth, @Nullable String month, LocalDate today) {
    int number = ordinal(nth);
    if (month != null) {
      LocalDate date = LocalDate.of(today.getYear(), monthOf(month), number);
      return date.isBefore(today) ? date.plusYears(1) : date;
    }
    LocalDate first = today.withDayOfMonth(1);
    while (number > first.lengthOfMonth() || first.withDayOfMonth(number).isBefore(today)) {
      first = first.plusMonths(1);
    }
    return first.withDayOfMonth(number);
  }

  private static int ordinal(String nth) {
    String low = nth.toLowerCase(Locale.ROOT);
    String digits = low.replaceAll("\\D", "");
    if (!digits.isEmpty()) {
      int number = Integer.parseInt(digits);
      if (number >= 1 && number <= 31) {
        return number;
      }
    }
    for (int i = 0; i < ORDINALS.size(); i++) {
      if (low.matches(ORDINALS.get(i))) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("no day of a month: " + nth);
  }

  private static long count(String words) {
    String low = words.toLowerCase(Locale.ROOT);
    if (low.matches("\\d+")) {
      return Long.parseLong(low);
    }
    return switch (low) {
      case "a", "an" -> 1;
      case "a couple of" -> 2;
      case "a few" -> 3;
      default -> UNITS.indexOf(low) + 1;
    };
  }

  private static ChronoUnit unit(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "day" -> ChronoUnit.DAYS;
      case "week" -> ChronoUnit.WEEKS;
      default -> ChronoUnit.MONTHS;
    };
  }
}
