/* Mail address: dot-string@domain, ASCII.            RFC 5321 section 4.1.2, without quoted forms
 */
#ifndef PL_TEXT_EMAIL_H
#define PL_TEXT_EMAIL_H

#include "text/base.h"

bool pl_email_valid(pl_bytes in);

#endif
