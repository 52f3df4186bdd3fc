/* Numbers, RFC 8259 section 6, against GMP. Input: two lexemes, a blank between them.
 * P1 no crash or over-read              P2 exactly the grammar has a value, and exactly the declared range: GMP's
 * P3 the shape is GMP's, in range or not     P4 what format writes reads back as the same value
 * P5 sums and products: GMP's, or PL_E_RANGE exactly where that is out of range
 * P6 order and equality are GMP's, in range or not
 * P7 binary64 is what strtod and the machine reckon   P8 a failure leaves the out-param alone (in P2 P3 P5 P7) */
#include "decimal_util.h"
#include "line_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > FZ_LEXEME_BYTES_MAX) { return 0; }
    fz_gmp_start();
    fz_reader reader = {data, size};
    const pl_bytes first = fz_cut_copy(&reader, ' ');
    const pl_bytes second = fz_rest_copy(&reader);

    const fz_number left = fz_number_read(first, &fz_gmp.left); /* P2 */
    const fz_number right = fz_number_read(second, &fz_gmp.right);
    fz_check_shape(&left); /* P3 */
    fz_check_shape(&right);
    if (left.fits) { fz_check_format(&left); }                            /* P4 */
    if (left.lexical && right.lexical) { fz_check_order(&left, &right); } /* P6 */
    if (left.fits && right.fits) {
        fz_check_sums(&left, &right);     /* P5 */
        fz_check_binary64(&left, &right); /* P7 */
    }
    fz_free(second);
    fz_free(first);
    return 0;
}
