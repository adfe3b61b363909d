package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chinese: no spaces, so words are found by what repeats. Pairs of characters compare sentences;
 * runs of two to four that occur again, and not only inside a longer one, are shown as keywords.
 */
final class Chinese implements Language {
  private static final Pattern RUN = Pattern.compile("\\p{IsHan}+|[A-Za-z][A-Za-z0-9-]+");
  private static final String EMPTY_CHARACTERS =
      "的了是在我你他她它们这那有和与就都也很不没要会能可以吗呢吧啊么什怎为个把被让给到从对上下说看想去来还得过着好请大家谁哪几多少年月日号点半之其而或但因所如果将应该";
  private static final int LONGEST = 4;
  private static final String DECIDES =
      "决定|一致同意|达成一致|一致认为|就这么定|就这样定|定下来|敲定|确定(?:了|为|下来|采用)|最终方案|通过了|我们同意|同意(?:将|把)|说好了|推迟到|改到";
  private static final Pattern DECIDED = Pattern.compile(DECIDES);
  private static final Pattern UNDECIDED =
      Pattern.compile("(?:还没|没有|未|尚未|需要|要|再|来)(?:有)?(?:决定|确定|敲定)|待定|能不能|是否");
  private static final Pattern ASKS =
      Pattern.compile(
          "[？?]$|(?:吗|呢|么)[。.]?$|什么时候|为什么|怎么(?:样|办|做)?|是不是|能不能|可不可以|有没有|多少|哪(?:个|里|些)|谁(?:来|会|能|负责)|如何");
  private static final Pattern PROMISES =
      Pattern.compile("我(?:来|会|将|负责|去|要|今天|明天|后天|下周|这周|马上|尽快)|(?:交给我|我来)");
  private static final String TASK = "(?:，|,)?(?:来|会|将|负责|去|请|你|麻烦|需要|应该|今天|明天|后天|下周|这周|本周|周|在|尽快)";
  private static final Pattern APPEALS = Pattern.compile("(?:请|麻烦)(?:大家|各位|你们|每个人|所有人)");
  private static final Pattern IDLE_TALK =
      Pattern.compile("我(?:会|要|来)?(?:想|觉得|认为|看看|说|讲|介绍|同意|知道)|请问|请坐|请说|请稍");
  private static final Pattern OPENS =
      Pattern.compile("下一个(?:议题|话题|问题)|第[一二三四五六七]个?(?:议题|话题|问题|点)|接下来|我们来(?:讨论|看|谈)|关于|另外|最后");

  @Override
  public List<Words> words(Transcript transcript) {
    List<List<String>> runs = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (Sentence sentence : transcript.sentences()) {
      List<String> of = meaningful(sentence.text(), transcript.names());
      runs.add(of);
      of.forEach(run -> grams(run).forEach(gram -> counts.merge(gram, 1, Integer::sum)));
    }
    Set<String> phrases =
        counts.entrySet().stream()
            .filter(e -> e.getValue() > 1 && isWhole(e.getKey(), e.getValue(), counts))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(HashSet::new));
    List<Words> words = new ArrayList<>();
    for (List<String> of : runs) {
      List<String> terms = new ArrayList<>();
      List<String> shown = new ArrayList<>();
      for (String run : of) {
        grams(run).stream().filter(g -> g.length() == 2 || isLatin(g)).forEach(terms::add);
        grams(run).stream().filter(phrases::contains).forEach(shown::add);
      }
      words.add(new Words(terms, shown));
    }
    return words;
  }

  /** Runs of characters that carry meaning: names and grammar cut them. */
  private static List<String> meaningful(String text, List<String> names) {
    String without = text;
    for (String name : names) {
      without = name.isBlank() ? without : without.replace(name, "，");
    }
    List<String> runs = new ArrayList<>();
    Matcher matcher = RUN.matcher(without);
    while (matcher.find()) {
      if (isLatin(matcher.group())) {
        runs.add(matcher.group());
      } else {
        for (String part : matcher.group().split("[" + EMPTY_CHARACTERS + "]+")) {
          if (part.length() > 1) {
            runs.add(part);
          }
        }
      }
    }
    return runs;
  }

  private static List<String> grams(String run) {
    if (isLatin(run)) {
      return List.of(run);
    }
    List<String> grams = new ArrayList<>();
    for (int length = 2; length <= LONGEST; length++) {
      for (int i = 0; i + length <= run.length(); i++) {
        grams.add(run.substring(i, i + length));
      }
    }
    return grams;
  }

  private static boolean isLatin(String run) {
    return run.charAt(0) < 0x80;
  }

  private static boolean isWhole(String gram, int count, Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .noneMatch(
            e ->
                e.getKey().length() == gram.length() + 1
                    && e.getKey().contains(gram)
                    && e.getValue() * 10 >= count * 8);
  }

  @Override
  public Findings findings(Transcript transcript) {
    List<Minutes.Line> decisions = new ArrayList<>();
    List<Minutes.ActionItem> items = new ArrayList<>();
    List<Minutes.Question> questions = new ArrayList<>();
    Set<Integer> weighty = new HashSet<>();
    Set<Integer> idle = new HashSet<>();
    Map<Integer, List<Pattern>> tasks = tasks(transcript.names());
    for (Sentence sentence : transcript.sentences()) {
      String text = sentence.text();
      if (ASKS.matcher(text).find() && !DECIDED.matcher(text).find()) {
        idle.add(sentence.index());
        boolean answered = AnyLanguage.isAnswered(transcript.sentences(), sentence);
        questions.add(new Minutes.Question(sentence.line(), answered));
        continue;
      }
      if (DECIDED.matcher(text).find() && !UNDECIDED.matcher(text).find()) {
        decisions.add(sentence.line());
        weighty.add(sentence.index());
      }
      Integer owner = owner(sentence, tasks);
      if (owner != null) {
        weighty.add(sentence.index());
        items.add(item(transcript, sentence, owner));
      }
    }
    return new Findings(decisions, items, questions, weighty, idle);
  }

  private static Map<Integer, List<Pattern>> tasks(List<String> names) {
    Map<Integer, List<Pattern>> tasks = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isBlank()) {
        String name = Pattern.quote(names.get(i));
        tasks.put(i, List.of(Pattern.compile(name + TASK), Pattern.compile("(?:请|由|让|麻烦)" + name)));
      }
    }
    return tasks;
  }

  /** Who shall do it; null if nobody shall do anything. */
  private static @Nullable Integer owner(Sentence sentence, Map<Integer, List<Pattern>> tasks) {
    String text = sentence.text();
    if (IDLE_TALK.matcher(text).find()) {
      return null;
    }
    for (int i = 0; i < tasks.size() + 1; i++) {
      if (tasks.getOrDefault(i, List.of()).stream().anyMatch(p -> p.matcher(text).find())) {
        return i;
      }
    }
    if (APPEALS.matcher(text).find()) {
      return ActionDraft.NOBODY;
    }
    return PROMISES.matcher(text).find() ? Integer.valueOf(sentence.speaker()) : null;
  }

  private static Minutes.ActionItem item(Transcript transcript, Sentence sentence, int owner) {
    DueDate due = ChineseDates.find(sentence.text(), transcript.date()).orElse(null);
    return new Minutes.ActionItem(
        sentence.line(),
        owner == ActionDraft.NOBODY ? null : transcript.names().get(owner),
        due == null ? null : due.text(),
        due == null ? null : due.date());
  }

  @Override
  public boolean opensTopic(String text) {
    return OPENS.matcher(text).find();
  }
}
