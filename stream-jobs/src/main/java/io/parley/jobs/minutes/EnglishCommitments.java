package io.parley.jobs.minutes;

import io.parley.jobs.minutes.ActionDraft.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells from one clause alone whether somebody is to do something, who, and how firmly. */
final class EnglishCommitments {
  private static final String ADVERBS =
      "(?:(?:also|then|now|just|personally|definitely|certainly|quickly|gladly|happily|therefore"
          + "|first|still|please|of course|go ahead and|try to|remember to|make sure to|be able to|have to|need to"
          + "|get to|start to) )*";
  private static final String VERB = ADVERBS + "([a-z]+) ";
  private static final String NAME = "@(\\d+)";
  private static final Pattern UNTOLD =
      Pattern.compile(
          "(?:^| )(?:if|whether|when|whenever|unless|until|before|after|what|which|who|how|where|that|maybe|perhaps|why) $");

  /** What a clause says is to be done. */
  record Commitment(Kind kind, int owner, String verb, String rest, boolean promised) {

    boolean hasObject() {
      return !EnglishVocabulary.content(rest).isEmpty();
    }

    boolean pointsToThing() {
      return Arrays.stream(rest.strip().split(" "))
          .limit(2)
          .anyMatch(EnglishVocabulary.PRONOUN_OBJECTS::contains);
    }

    /** "Ask her", and nothing more but when. */
    boolean pointsToPerson(@Nullable DueDate due) {
      Set<String> left = EnglishVocabulary.content(rest);
      if (due != null) {
        left.removeAll(EnglishVocabulary.content(" " + due.text().toLowerCase(Locale.ROOT) + " "));
      }
      return left.isEmpty()
          && Arrays.stream(rest.strip().split(" "))
              .anyMatch(EnglishVocabulary.PERSON_OBJECTS::contains);
    }
  }

  private interface Owner {
    int of(Matcher matcher, int speaker);
  }

  private record Rule(Kind kind, Pattern pattern, int verbGroup, Owner owner) {}

  private static final Owner SPEAKER = (matcher, speaker) -> speaker;
  private static final Owner NAMED = (matcher, speaker) -> Integer.parseInt(matcher.group(1));
  private static final Owner NOBODY = (matcher, speaker) -> ActionDraft.NOBODY;
  private static final String MUST =
      "(?:will|shall|(?:is|are) going to|has to|have to|needs to|need to|must|should"
          + "|is to|can please|promised to|offered to|agreed to|volunteered to|is supposed to) ";
  private static final String YOU =
      " (?:(?:can|could|would|will) you|would you mind|you (?:will|should|have to|need to|must"
          + "|can please|could)) ";

  private static final List<Rule> REQUESTS =
      List.of(
          rule(Kind.FIRM, NAME + " (?:please )?" + YOU.strip() + " " + VERB, 2, NAMED),
          rule(Kind.FIRM, YOU + ADVERBS + "([a-z]+) (?:.* )?" + NAME + " $", 1, lastNamed(2)),
          rule(Kind.REQUEST, " (?:can|could|would|will) you " + VERB, 1, NOBODY),
          rule(
              Kind.REQUEST,
              " (?:can|could|would|will) (?:somebody|someone|anybody|anyone) " + VERB,
              1,
              NOBODY));

  private static final List<Rule> STATEMENTS =
      List.of(
          rule(
              Kind.FIRM,
              " i (?:will|shall|am going to|have to|need to|must|promise to|plan to"
                  + "|intend to|volunteer to|am happy to|commit to) "
                  + VERB,
              1,
              SPEAKER),
          rule(Kind.FIRM, NAME + " (?:please )?" + YOU.strip() + " " + VERB, 2, NAMED),
          rule(Kind.FIRM, NAME + " " + MUST + VERB, 2, NAMED),
          rule(Kind.FIRM, NAME + " please " + VERB, 2, NAMED),
          rule(Kind.FIRM, " please " + NAME + " " + VERB, 2, NAMED),
          rule(
              Kind.FIRM,
              " (?:want|need|would like|like|ask|asked) " + NAME + " to " + VERB,
              2,
              NAMED),
          rule(
              Kind.FIRM,
              NAME + " (?:is|will be) (?:responsible|in charge) (?:for|of) ([a-z]+) ",
              2,
              NAMED),
          rule(Kind.FIRM, NAME + " (takes|handles|prepares|organizes|organises|writes) ", 2, NAMED),
          rule(
              Kind.FIRM,
              " (?:action (?:item|point)|task|to do|todo) (?:for|goes to|is for) "
                  + NAME
                  + " (?:is |to |will be )*"
                  + VERB,
              2,
              NAMED),
          rule(Kind.FIRM, YOU + ADVERBS + "([a-z]+) (?:.* )?" + NAME + " $", 1, lastNamed(2)),
          rule(
              Kind.FIRM, " please " + ADVERBS + "([a-z]+) (?:.* )?" + NAME + " $", 1, lastNamed(2)),
          rule(Kind.APPEAL, " please (?:do (?:and )?)?" + VERB, 1, NOBODY),
          rule(
              Kind.APPEAL,
              " (?:somebody|someone|everyone|everybody|each of you|all of you|you all) "
                  + "(?:will|should|has to|have to|needs to|need to|must) "
                  + VERB,
              1,
              NOBODY),
          rule(
              Kind.OFFER,
              " (?:i (?:can|could|would be happy to|might)|let me) " + VERB,
              1,
              SPEAKER),
          rule(
              Kind.PROPOSAL,
              " we (?:should|could|need to|have to|must|ought to|might|can) " + VERB,
              1,
              NOBODY));

  private EnglishCommitments() {}

  private static Rule rule(Kind kind, String pattern, int verbGroup, Owner owner) {
    return new Rule(kind, Pattern.compile(pattern), verbGroup, owner);
  }

  private static Owner lastNamed(int group) {
    return (matcher, speaker) -> Integer.parseInt(matcher.group(group));
  }

  /** Null if nothing is to be done. */
  static @Nullable Commitment find(String said, int speaker, boolean question) {
    String plain = said.replace(" do not forget to ", " please ");
    for (Rule rule : question ? REQUESTS : STATEMENTS) {
      Matcher matcher = rule.pattern().matcher(plain);
      if (matcher.find() && !UNTOLD.matcher(plain.substring(0, matcher.start() + 1)).find()) {
        String verb = matcher.group(rule.verbGroup());
        String rest = plain.substring(matcher.end(rule.verbGroup()));
        if (EnglishVocabulary.NO_VERBS.contains(verb)) {
          continue;
        }
        boolean promised = rule.owner() == SPEAKER && rule.kind() == Kind.FIRM;
        return new Commitment(rule.kind(), rule.owner().of(matcher, speaker), verb, rest, promised);
      }
    }
    return null;
  }

  /**
   * An order without a subject, such as "take one tablet".
   *
   * @param tags parts of speech of the words
   */
  static @Nullable Commitment order(List<Clause.Token> tokens, String[] tags) {
    int first = 0;
    int owner = ActionDraft.NOBODY;
    Set<String> openers = Set.of("okay", "then", "so", "and", "good", "great", "but", "yes");
    while (first < tokens.size()) {
      String word = tokens.get(first).word();
      if (word.startsWith("@")) {
        owner = Integer.parseInt(word.substring(1));
      } else if (!openers.contains(word)) {
        break;
      }
      first++;
    }
    if (first + 2 >= tokens.size() || !tags[first].equals("VERB")) {
      return null;
    }
    String verb = tokens.get(first).word();
    boolean base = !verb.endsWith("ed") && !verb.endsWith("ing") && !verb.endsWith("s");
    boolean object = false;
    for (int i = first + 1; i < Math.min(tokens.size(), first + 5); i++) {
      object |= Set.of("NOUN", "PROPN").contains(tags[i]);
    }
    String next = tags[first + 1];
    boolean governs = Set.of("DET", "NUM", "PRON", "ADJ", "NOUN").contains(next);
    if (!base || !object || !governs || !EnglishVocabulary.ORDERS.contains(verb)) {
      return null;
    }
    StringBuilder rest = new StringBuilder(" ");
    tokens.subList(first + 1, tokens.size()).forEach(t -> rest.append(t.word()).append(' '));
    Kind kind = owner == ActionDraft.NOBODY ? Kind.APPEAL : Kind.FIRM;
    return new Commitment(kind, owner, verb, rest.toString(), false);
  }
}
