package io.parley.transcription;

import java.util.Map;
import java.util.Set;

/** Closed word classes that {@link SentenceRules} reasons with. All lower case. */
final class EnglishWords {
  private EnglishWords() {}

  private static Set<String> words(String list) {
    return Set.of(list.split(" "));
  }

  /** Alone they are an answer, and a comma leads on from them. */
  static final Set<String> ANSWERS =
      words("yes no yeah yep nope okay ok sure well right hi hello hey oh");

  /** Alone they are a sentence. */
  static final Set<String> EXCLAMATIONS =
      words(
          "great good perfect excellent wonderful exactly thanks fine cool nice super"
              + " fantastic brilliant correct agreed absolutely definitely goodbye bye sorry"
              + " welcome");

  /** A clause that begins with one of these leans on the one before. */
  static final Set<String> CONTINUERS =
      words(
          "and but or because if although though unless until while whereas than that which"
              + " nor yet since especially");

  /** No sentence ends with these. */
  static final Set<String> NEVER_LAST =
      words(
          "the a an my your his our their its and or but because if of to from with for at"
              + " by into onto than that's i'm we're i've we've i'll we'll i'd very every which"
              + " whose am is are was were be been will would can could should shall may might"
              + " must think say said know believe hope guess mean suggest propose that");

  /** What a sentence likes to begin with. */
  static final Set<String> OPENERS =
      words(
          "i we you he she they it this that these those there here let's let i'm we're"
              + " you're he's she's it's they're i'll we'll you'll i've we've i'd we'd that's"
              + " there's what how when where why who which whose what's who's how's where's do"
              + " does did is are was were can could will would should shall have has had may"
              + " don't didn't isn't aren't can't please then today tomorrow yesterday now first"
              + " second finally next also so my your our his her their the a an most many some"
              + " all in at on without after before thank thanks see maybe perhaps good great"
              + " okay yes no");

  static final Set<String> WH =
      words("what how when where why who which whose what's who's how's where's when's whom");

  /** Verbs that stand before the subject in a question. */
  static final Set<String> AUXILIARIES =
      words(
          "do does did is are was were can could will would should shall have has had may"
              + " might must am don't doesn't didn't isn't aren't wasn't weren't can't couldn't"
              + " won't wouldn't shouldn't haven't hasn't");

  /** What stands behind the verb of a question, and in front of the verb of a clause. */
  static final Set<String> SUBJECTS =
      words(
          "i we you he she it they this that these those there the a an my your our his her"
              + " their its everyone everybody anyone anybody someone somebody any all both");

  static final Set<String> PRONOUNS = words("i we you he she it they there the this that");

  /** May stand in front of the question proper. */
  static final Set<String> LEAD_INS = words("so and but okay ok well yes no then also now please");

  static final Set<String> TAGS =
      words(
          "isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't"
              + " shouldn't haven't hasn't");

  static final Set<String> CAPITALISED =
      words(
          "monday tuesday wednesday thursday friday saturday sunday january february april"
              + " june july august september october november december christmas easter english"
              + " german french spanish italian chinese japanese american british european europe"
              + " germany france spain italy china japan america england london paris berlin"
              + " munich");

  /** Months that are verbs as well: months only where a date is likely. */
  static final Set<String> DATE_CONTEXT =
      words("in of by until since next last this before after early late mid every");

  static final Set<String> MONTH_OR_VERB = words("march may");

  /** Names that are also everyday words: names only where set off by pauses. */
  static final Set<String> EVERYDAY_NAMES =
      words(
          "will may mark so an do he she in on to can my see you long young bill art rose"
              + " grace hope joy faith summer dawn june drew pat sue rob jack rich chase grant"
              + " miles");

  /** What display names hold beside names. */
  static final Set<String> BESIDE_NAMES =
      words(
          "the and of from at guest host room meeting conference team user admin test phone iphone"
              + " ipad android laptop desktop office home work support sales marketing engineering"
              + " design product hr it he him his she her hers they them their dr mr mrs ms");

  /** Spelt as their readers expect. */
  static final Map<String, String> SPELLINGS =
      Map.ofEntries(
          Map.entry("i", "I"),
          Map.entry("i'm", "I'm"),
          Map.entry("i'll", "I'll"),
          Map.entry("i've", "I've"),
          Map.entry("i'd", "I'd"),
          Map.entry("pdf", "PDF"),
          Map.entry("api", "API"),
          Map.entry("url", "URL"),
          Map.entry("usb", "USB"),
          Map.entry("cpu", "CPU"),
          Map.entry("tv", "TV"),
          Map.entry("usa", "USA"),
          Map.entry("ceo", "CEO"));
}
