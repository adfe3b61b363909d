package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceRulesTest {
  private static final SentenceRules RULES =
      new SentenceRules(List.of("Bob McDonald", "Zoë", "Will Smith", "王小明", "x"));

  /** A slash is a pause of 100 ms, two are 500 ms. */
  private static String write(String said) {
    List<Word> words = new ArrayList<>();
    long at = 0;
    for (String word : said.split(" ")) {
      if (word.startsWith("/")) {
        at += word.length() == 1 ? 100_000 : 500_000;
      } else {
        words.add(new Word(word, at, at + 300_000, 1));
        at += 300_000;
      }
    }
    List<Word> written = RULES.apply(words);
    assertThat(written).hasSameSizeAs(words);
    for (int i = 0; i < words.size(); i++) {
      assertThat(written.get(i).startMicros()).isEqualTo(words.get(i).startMicros());
      assertThat(written.get(i).endMicros()).isEqualTo(words.get(i).endMicros());
    }
    return SentenceRules.join(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          good morning everyone / let's start             | Good morning everyone. Let's start.
          bob / what is your status                       | Bob, what is your status?
          i think i'm done                                | I think I'm done.
          i think / we should go                          | I think we should go.
          do you have any blockers                        | Do you have any blockers?
          so can we ship on monday                        | So can we ship on Monday?
          yes / i can / organize that                     | Yes, I can organize that.
          great / do you see it                           | Great. Do you see it?
          we will ship in march                           | We will ship in March.
          we march on                                     | We march on.
          what i mean is this                             | What I mean is this.
          how many users did you see                      | How many users did you see?
          that's good / isn't it                          | That's good, isn't it?
          when we are done / we go home                   | When we are done. We go home.
          ask mcdonald and zoë                            | Ask McDonald and Zoë.
          i will ask will                                 | I will ask will.
          thanks / will / how are you                     | Thanks, Will. How are you?
          bob's report is late / but it is good           | Bob's report is late, but it is good.
          大家 早上 好 // 我们 开始 吧               | 大家早上好。我们开始吧。
          wir beginnen jetzt // danke              | Wir beginnen jetzt. Danke.
          twenty five percent // forty two                | Twenty five percent. Forty two.
          """)
  void writes(String said, String written) {
    assertThat(write(said.strip())).isEqualTo(written.strip());
  }

  @Test
  void partialsGetCapitalsButNoFullStop() {
    assertThat(RULES.partial("i told bob on monday")).isEqualTo("I told Bob on Monday");
    assertThat(RULES.partial(" ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anna                   | anna said so            | Anna said so
          Ludwig van Beethoven   | beethoven in a van      | Beethoven in a van
          Anna (Sales Team)      | anna met the sales team | Anna met the sales team
          Ben's iPhone           | ask ben's phone         | Ask Ben's phone
          LeBron                 | for lebron              | For LeBron
          Zoë Müller             | zoe and müller          | Zoë and Müller
          """)
  void namesAreWrittenAsTheirOwnersWriteThem(String name, String said, String written) {
    assertThat(new SentenceRules(List.of(name)).partial(said)).isEqualTo(written);
  }

  @Test
  void nothingGivesNothing() {
    assertThat(RULES.apply(List.of())).isEmpty();
  }
}
