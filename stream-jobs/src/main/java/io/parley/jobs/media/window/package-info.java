/** Windows of a meeting: their grid, what goes into one, what came out of it. */
@NullMarked
package io.parley.jobs.media.window;

import org.jspecify.annotations.NullMarked;
