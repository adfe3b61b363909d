/** Starting the jobs, in this process or on a cluster, and finding where they left off. */
@NullMarked
package io.parley.jobs.running;

import org.jspecify.annotations.NullMarked;
