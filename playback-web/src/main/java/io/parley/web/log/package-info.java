/** The log: what is read from it into the catalogue, and what is written to it. */
@NullMarked
package io.parley.web.log;

import org.jspecify.annotations.NullMarked;
