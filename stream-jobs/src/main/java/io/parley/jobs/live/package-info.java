/**
 * Tracks as living objects: in memory while packets flow, in keyed state with each checkpoint, and
 * moved through event time in steps that do not depend on how fast the log is read.
 */
@NullMarked
package io.parley.jobs.live;

import org.jspecify.annotations.NullMarked;
