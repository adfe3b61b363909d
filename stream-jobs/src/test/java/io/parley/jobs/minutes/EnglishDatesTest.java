package io.parley.jobs.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnglishDatesTest {
  /** A Wednesday. */
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 10);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I will send it by Friday | by Friday | 2026-06-12",
        "I will send it by Wednesday | by Wednesday | 2026-06-17",
        "I will send it next Friday | next Friday | 2026-06-19",
        "We meet on Tuesday the sixteenth | on Tuesday the sixteenth | 2026-06-16",
        "due by the twenty first of May | by the twenty first of May | 2027-05-21",
        "on July 3rd I will call | on July 3rd | 2026-07-03",
        "by the 22nd please | by the 22nd | 2026-06-22",
        "by the fifth please | by the fifth | 2026-07-05",
        "I will do it tomorrow evening | tomorrow evening | 2026-06-11",
        "the day after tomorrow | the day after tomorrow | 2026-06-12",
        "I will request it by noon today | by noon today | 2026-06-10",
        "I will call her this afternoon | this afternoon | 2026-06-10",
        "you get it by four o'clock | by four o'clock | 2026-06-10",
        "on Thursday at ten thirty it starts | on Thursday at ten thirty | 2026-06-11",
        "before the end of the week | before the end of the week | 2026-06-12",
        "before the end of the weak | before the end of the weak | 2026-06-12",
        "this week | this week | 2026-06-12",
        "next week | next week | 2026-06-19",
        "by the end of the month | by the end of the month | 2026-06-30",
        "by the end of June | by the end of June | 2026-06-30",
        "by the end of February | by the end of February | 2027-02-28",
        "next month | next month | 2026-07-31",
        "in two weeks | in two weeks | 2026-06-24",
        "within 10 days | within 10 days | 2026-06-20",
        "in a couple of days | in a couple of days | 2026-06-12",
        "two weeks from now | two weeks from now | 2026-06-24",
        "after the meeting | after the meeting | 2026-06-10",
        "by October | by October | 2026-10-01",
        "by the end of the quarter | by the end of the quarter | 2026-06-30",
        "BY FRIDAY | BY FRIDAY | 2026-06-12",
      })
  void datesAreResolvedAgainstTheMeeting(String text, String said, LocalDate date) {
    assertThat(EnglishDates.find(text, TODAY)).contains(new DueDate(said, date));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stop the running for four weeks",
        "one tablet twice a day",
        "seven years of experience",
        "she could come at any time",
        "I need about five days",
        "the second candidate",
        "the last cost estimate",
        "the first one is better",
        "we may go",
        ""
      })
  void spansAndNumbersAreNoDates(String text) {
    assertThat(EnglishDates.find(text, TODAY)).isEmpty();
  }

  @Test
  void whatNoCalendarHasIsKeptAsSaid() {
    assertThat(EnglishDates.find("by June the thirty first", TODAY))
        .contains(new DueDate("by June the thirty first", null));
  }

  @Test
  void weekendMeetingsLookAhead() {
    LocalDate saturday = LocalDate.of(2026, 6, 13);
    assertThat(EnglishDates.find("this week", saturday).orElseThrow().date())
        .isEqualTo(LocalDate.of(2026, 6, 14));
    assertThat(EnglishDates.find("by Monday", saturday).orElseThrow().date())
        .isEqualTo(LocalDate.of(2026, 6, 15));
  }
}
