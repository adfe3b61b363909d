/**
 * The Flink jobs: recording, transcription, indexing and minutes, and what starts them.
 *
 * <p>Each job is a main, a wiring that reads like a table of contents, and functions. What a job
 * writes is a function of the log alone: replaying it gives the same objects, rows and events under
 * the same names.
 */
@NullMarked
package io.parley.jobs;

import org.jspecify.annotations.NullMarked;
