/** Sound and pictures, sent in real time. */
@NullMarked
package io.parley.bench.media;

import org.jspecify.annotations.NullMarked;
