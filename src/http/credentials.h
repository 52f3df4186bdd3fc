/* Who calls: settings, signatures, tokens, and what must not be printed. */
#ifndef PL_HTTP_CREDENTIALS_H
#define PL_HTTP_CREDENTIALS_H

#include "http/redact.h"
#include "http/settings.h"
#include "http/signature.h"
#include "http/token.h"

#endif
