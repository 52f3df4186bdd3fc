/* The server's address, as the user gave it. */
#ifndef PL_CLI_BASE_URL_H
#define PL_CLI_BASE_URL_H

#include "text/base.h"

/* Judge an address: http or https, a host, no user info, query or fragment.
 *   origin  where it was given, for error lines: "--base-url"
 *   ret_url heap copy without a slash at its end; the caller frees it
 * The production host, in any spelling and on any port, is refused unless allow_production.
 * false after an error line. */
PL_MUST_USE bool pl_base_url_take(const char *origin, const char *text, bool allow_production,
                                  char **ret_url);

/* Would a request to this (taken) address go unencrypted through a network? */
bool pl_base_url_is_exposed(const char *url);

#endif
