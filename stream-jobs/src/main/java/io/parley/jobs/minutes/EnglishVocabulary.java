package io.parley.jobs.minutes;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import opennlp.tools.stemmer.PorterStemmer;

/** Words by what they do in a meeting. */
final class EnglishVocabulary {
  static final Set<String> STOP =
      words(
          """
          a about above after again all almost already also always am an and another any anybody
          anyone anything are around as ask at away back be because been before being below better
          between both but by call came can come could day did do does doing don done down during
          each either else enough even ever every everybody everyone everything exactly few fine
          first for four from get gets getting give go goes going gone good got great had has have
          having he hello help her here hers hey hi him his hour how however i if in into is it its
          just keep kind know last least less let like little long look lot make many may maybe me
          mean mine minute month more morning most much must my name need needs never new next nice
          no nobody none not nothing now of off often oh okay on once one only or other our ours out
          over own part perfect perhaps person please point probably put quick quite rather ready
          really right said same say says see seems seen shall she should side since so some somebody
          someone something sometimes soon still such sure take tell ten than thank thanks that the
          their theirs them then there these they thing things think this those though three through
          time to today together tomorrow too topic two under until up upon us use used very want was
          way we week well went were what when where whether which while who whom whose why will with
          within without wonderful word would yeah year yep yes yesterday yet you your yours excellent
          absolutely actually basically course five six seven eight nine twenty thirty hundred thousand
          monday tuesday wednesday thursday friday saturday sunday everyones afternoon evening night
          alright instead anyway somehow far lots bit meeting problem question questions idea
          """);

  /** Said about the conversation itself: done at once, so nothing to note down. */
  static final Set<String> CONVERSATIONAL =
      words(
          """
          talk speak tell explain show describe start begin continue go come stop wait repeat mention
          answer summarize summarise introduce pass mute leave join listen hear look sit keep stay
          hold see discuss share skip read ask move turn hand present walk jump open clarify recap
          rephrase try suggest propose welcome thank thanks excuse welcome
          """);

  /** Of these, what one also does after the meeting. */
  static final Set<String> TOLD_LATER = words("share read present show describe move tell ask");

  /** States and opinions: nobody promises them. */
  static final Set<String> STATIVE =
      words(
          """
          be think say see guess hope know believe agree admit mean need love prefer like understand
          remember feel never not no assume imagine wonder miss probably want wish expect appreciate
          disagree
          """);

  static final Set<String> PRONOUN_OBJECTS = words("it that this them these those one both so");

  /** Verbs by which something finished is handed over. */
  static final Set<String> DELIVERY = words("send show share give forward pass let mail tell");

  /** Verbs that, with nobody before them, ask for something to be done. */
  static final Set<String> ORDERS =
      words(
          """
          add arrange ask attach bring book build buy call cancel change check clean collect compare
          complete contact copy create cut deliver deploy document download draft email file find finish
          fix follow gather get inform install invite learn mail make measure move order organise organize
          pay plan prepare print publish put read record remove replace report request reserve review
          run schedule send set sign study submit take talk tell test update upload use verify wash
          watch write
          """);

  /** What may follow "please" or "will" without being what is to be done. */
  static final Set<String> NO_VERBS =
      words(
          """
          a an and are at but can could for he her here his how i if in is it my no not of on or our
          she should so that the their there they this to was we were what when which who will with
          would yes you your
          """);

  static final Set<String> PERSON_OBJECTS = words("her him them");

  private static final Set<String> GREETINGS =
      words("thank thanks hello hi welcome bye goodbye morning afternoon evening nice see cheers");

  private EnglishVocabulary() {}

  static boolean isGreeting(String plain) {
    String[] words = plain.strip().split(" ");
    long greeting = Arrays.stream(words).limit(3).filter(GREETINGS::contains).count();
    return greeting > 0 && words.length <= 9;
  }

  /** "reports", "reported", "reporting": one stem. */
  static String stem(String word) {
    return new PorterStemmer().stem(word);
  }

  /** Stems of the words that carry meaning. */
  static Set<String> content(String plain) {
    return Arrays.stream(plain.strip().split(" +"))
        .filter(word -> word.length() > 2 && !word.startsWith("@") && !STOP.contains(word))
        .map(EnglishVocabulary::stem)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<String> words(String text) {
    return Set.copyOf(new TreeSet<>(Arrays.asList(text.strip().split("\\s+"))));
  }
}
