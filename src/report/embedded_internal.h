/* Text files of this folder that stand in the program, made by cmake/embed.cmake. */
#ifndef PL_REPORT_EMBEDDED_INTERNAL_H
#define PL_REPORT_EMBEDDED_INTERNAL_H

#include "text/base.h"

enum { PL_EMBEDDED_DIGEST_BYTES = 32 };

typedef struct pl_embedded {
    pl_bytes text;
    uint8_t digest[PL_EMBEDDED_DIGEST_BYTES]; /* SHA-256 of text */
} pl_embedded;

extern const pl_embedded pl_embedded_html_base_css;
extern const pl_embedded pl_embedded_html_finding_css;
extern const pl_embedded pl_embedded_html_table_css;
extern const pl_embedded pl_embedded_html_media_css;
extern const pl_embedded pl_embedded_html_js;

#endif
