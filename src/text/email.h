/* Mail address, ASCII: the Mailbox that JSON Schema's `email` means.          RFC 5321 section 4.1.2 */
#ifndef PL_TEXT_EMAIL_H
#define PL_TEXT_EMAIL_H

#include "text/base.h"

bool pl_email_valid(pl_bytes in);

#endif
