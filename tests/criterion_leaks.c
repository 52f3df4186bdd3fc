/* Criterion 2.4.1 keeps a few bytes of every suite in the process that runs the tests; those would make every run under
 * LeakSanitizer red. In the worker processes, where the tests run, nothing is forgiven: every test stands on a
 * frame of libcriterion, so the suppression would hide our own leaks there. */
#include <stdlib.h>

const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void) {
    const char *worker = getenv("BXFI_MAP"); /* set by Criterion for its workers */
    return worker != NULL ? "" : "leak:libcriterion.so\n";
}
