/**
 * The minutes of a meeting as a pure function of its transcript: no network, no clock, no
 * randomness. {@link io.parley.jobs.minutes.MinutesWriter} lists the steps in order.
 *
 * <p>English knows all of it; Chinese knows cue words for decisions, actions, questions and dates;
 * any other language gets what needs no grammar: summary, chapters, keywords, talk time.
 */
@NullMarked
package io.parley.jobs.minutes;

import org.jspecify.annotations.NullMarked;
