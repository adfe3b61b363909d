/**
 * The only classes that touch native memory: decoders, encoders, scaler. Nothing outlives a call of
 * its user.
 */
@NullMarked
package io.parley.jobs.media.codec;

import org.jspecify.annotations.NullMarked;
