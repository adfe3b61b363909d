/** Big-endian bytes, written and read: states, containers, bit streams. */
@NullMarked
package io.parley.jobs.media.bytes;

import org.jspecify.annotations.NullMarked;
