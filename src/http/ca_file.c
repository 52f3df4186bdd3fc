/* Is a file of trusted certificates one? libcurl would only say so in the middle of a handshake. */
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "http/http.h"

/* No blocking: a pipe or a device is refused before it is read from. */
static pl_status open_regular(const char *file, FILE **ret_stream) {
    struct stat about;
    const int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) { return PL_E_IO; }
    const bool regular = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    FILE *stream = regular ? fdopen(fd, "r") : NULL;
    if (stream == NULL) {
        (void)close(fd); /* only read from */
        return PL_E_IO;
    }
    *ret_stream = stream;
    return PL_OK;
}

pl_status pl_http_ca_file_check(const char *file) {
    assert(file != NULL);
    FILE *stream = NULL;
    const pl_status status = open_regular(file, &stream);
    if (status != PL_OK) { return status; }
    X509 *certificate = PEM_read_X509_AUX(stream, NULL, NULL, NULL);
    const bool found = certificate != NULL;
    X509_free(certificate);
    (void)fclose(stream); /* only read from */
    return found ? PL_OK : PL_E_SYNTAX;
}
