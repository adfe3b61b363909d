package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.List;
import java.util.Set;

/**
 * What was decided, promised and asked.
 *
 * @param weighty sentences that belong into a summary sooner than others, by index
 * @param idle sentences that never do: greetings, thanks, questions
 */
record Findings(
    List<Minutes.Line> decisions,
    List<Minutes.ActionItem> actionItems,
    List<Minutes.Question> questions,
    Set<Integer> weighty,
    Set<Integer> idle) {}
