#include <assert.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sandbox/fault_internal.h"
#include "sandbox/personality_internal.h"
#include "sandbox/seed.h"

enum { TOKEN_SECONDS_DEFAULT = 3600 };

static const char base_url_without_server[] = "http://127.0.0.1";
static const char why_no_memory[] = "out of memory";
static const char why_no_randomness[] = "the system gives no random bytes";
static const char why_no_identity[] = "the store holds no merchants that can be read";

int64_t pl_sandbox_now_ms(void) {
    struct timespec now = {.tv_sec = 0};
    const int told = clock_gettime(CLOCK_REALTIME, &now);
    assert(told == 0);
    (void)told;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

_Static_assert(PL_COUNT(((pl_personality_counts *)NULL)->tokens) == PL_STORE_MERCHANT_COUNT,
               "one a merchant");

size_t pl_sandbox_body_bytes_max(const pl_sandbox *sandbox) {
    const bool large = (sandbox->personality->habits & PL_BIT(PL_HABIT_LARGE_BODIES)) != 0;
    return large ? PL_SANDBOX_LARGE_BYTES_MAX : PL_CONTRACT_BODY_BYTES_MAX;
}

static void view_merchants(pl_sandbox *sandbox) {
    for (size_t i = 0; i < PL_STORE_MERCHANT_COUNT; i++) {
        const pl_store_merchant *merchant = &sandbox->identity.merchants[i];
        sandbox->merchants[i] = (pl_sandbox_merchant){
            .partner_id = merchant->partner_id,
            .client_id = merchant->client_id,
            .client_secret = merchant->client_secret,
            .account_id = merchant->account_id,
            .inactive_account_id = merchant->inactive_account_id,
        };
    }
}

pl_status pl_sandbox_new(const pl_sandbox_config *config, pl_sandbox **ret_sandbox,
                         const char **reterr_why) {
    const char *why = why_no_memory;
    pl_store_identity fresh = {.key = {0}};
    pl_status status = PL_E_MEMORY;
    pl_sandbox *sandbox = calloc(1, sizeof *sandbox);
    if (sandbox == NULL) { goto out; }
    sandbox->token_seconds =
        config->token_seconds == 0 ? TOKEN_SECONDS_DEFAULT : config->token_seconds;
    sandbox->personality = config->personality == NULL ? pl_personalities : config->personality;
    _Static_assert(sizeof base_url_without_server <= PL_SANDBOX_URL_BYTES_MAX, "it fits");
    memcpy(sandbox->base_url, base_url_without_server, sizeof base_url_without_server);
    status = pl_store_open(config->store_file, &sandbox->store, &why);
    if (status != PL_OK) { goto out; }
    status = pl_seed_make(config->seed, pl_sandbox_now_ms(), &fresh);
    if (status != PL_OK) {
        why = why_no_randomness;
        goto out;
    }
    status = pl_store_identity_settle(sandbox->store, &fresh, &sandbox->identity);
    if (status != PL_OK) {
        why = why_no_identity;
        goto out;
    }
    view_merchants(sandbox);
    sandbox->fault = pl_fault_state_of(config->fault);
out:
    OPENSSL_cleanse(&fresh, sizeof fresh);
    if (status == PL_OK) {
        *ret_sandbox = sandbox;
    } else {
        pl_sandbox_free(sandbox);
        if (reterr_why != NULL) { *reterr_why = why; }
    }
    return status;
}

void pl_sandbox_free(pl_sandbox *sandbox) {
    if (sandbox == NULL) { return; }
    assert(sandbox->server == NULL);
    pl_store_close(sandbox->store);
    OPENSSL_cleanse(sandbox, sizeof *sandbox);
    free(sandbox);
}

const char *pl_sandbox_base_url(const pl_sandbox *sandbox) {
    return sandbox->base_url;
}

const pl_sandbox_merchant *pl_sandbox_merchant_of(const pl_sandbox *sandbox, unsigned index) {
    assert(index < PL_STORE_MERCHANT_COUNT);
    return &sandbox->merchants[index];
}
