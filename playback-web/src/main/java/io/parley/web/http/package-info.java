/** What HTTP asks for beyond the API: ranges, static files, headers, problem documents. */
@NullMarked
package io.parley.web.http;

import org.jspecify.annotations.NullMarked;
