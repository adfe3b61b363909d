/** The web server: its configuration, its start and its end. */
@NullMarked
package io.parley.web;

import org.jspecify.annotations.NullMarked;
