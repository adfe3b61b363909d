/** Reading the log into streams, and writing events back to it. */
@NullMarked
package io.parley.jobs.log;

import org.jspecify.annotations.NullMarked;
