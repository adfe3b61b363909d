/** From RTP packets of one track to encoded frames on the meeting clock. */
@NullMarked
package io.parley.jobs.media.track;

import org.jspecify.annotations.NullMarked;
