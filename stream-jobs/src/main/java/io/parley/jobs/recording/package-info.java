/**
 * The recording job: packets and events to a recording that grows while the meeting runs. {@link
 * io.parley.jobs.recording.RecordingJob} lists the stages in order.
 */
@NullMarked
package io.parley.jobs.recording;

import org.jspecify.annotations.NullMarked;
