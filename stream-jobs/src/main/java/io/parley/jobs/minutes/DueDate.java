package io.parley.jobs.minutes;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * When something is due.
 *
 * @param text as said
 * @param date null if what was said names no day
 */
record DueDate(String text, @Nullable LocalDate date) {}
