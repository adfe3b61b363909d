/**
 * Minutes as files: Markdown, PDF and Word. Pure functions of the minutes; {@link
 * io.parley.web.export.MinutesDocument} says what stands where, one writer per format says how.
 */
@NullMarked
package io.parley.web.export;

import org.jspecify.annotations.NullMarked;
