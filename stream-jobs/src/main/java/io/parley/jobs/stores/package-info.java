/** The stores as the jobs use them: opened once in a process, shared by the tasks in it. */
@NullMarked
package io.parley.jobs.stores;

import org.jspecify.annotations.NullMarked;
