#include "report/build_internal.h"

#include <assert.h>
#include <limits.h>

#include "cases/case.h"
#include "report/safe_text.h"
#include "text/datetime.h"

void pl_build_put(pl_build *build, json_object *object, const char *key, json_object *value) {
    assert(build != NULL && key != NULL);
    if (value == NULL || object == NULL || json_object_object_add(object, key, value) != 0) {
        json_object_put(value);
        build->failed = true;
    }
}

void pl_build_append(pl_build *build, json_object *array, json_object *item) {
    assert(build != NULL);
    if (item == NULL || array == NULL || json_object_array_add(array, item) != 0) {
        json_object_put(item);
        build->failed = true;
    }
}

json_object *pl_build_string(pl_build *build, pl_bytes text) {
    pl_bytes safe;
    if (pl_safe_text(text, PL_SAFE_UTF8, &build->arena, &safe) != PL_OK || safe.len > INT_MAX) {
        build->failed = true;
        return NULL;
    }
    return json_object_new_string_len((const char *)safe.ptr, (int)safe.len);
}

void pl_build_bytes(pl_build *build, json_object *object, const char *key, pl_bytes text) {
    pl_build_put(build, object, key, pl_build_string(build, text));
}

void pl_build_text(pl_build *build, json_object *object, const char *key, const char *text) {
    pl_build_bytes(build, object, key, pl_bytes_of(text));
}

void pl_build_count(pl_build *build, json_object *object, const char *key, uint64_t count) {
    pl_build_put(build, object, key, json_object_new_uint64(count));
}

void pl_build_flag(pl_build *build, json_object *object, const char *key, bool flag) {
    pl_build_put(build, object, key, json_object_new_boolean(flag));
}

void pl_build_real(pl_build *build, json_object *object, const char *key, double value) {
    char text[64];
    const double shown = value >= 0 && value < 1e12 ? value : 0;
    const int len = snprintf(text, sizeof text, "%.3f", shown);
    assert(len > 0 && (size_t)len < sizeof text);
    pl_build_put(build, object, key, json_object_new_double_s(shown, text));
}

void pl_build_moment(pl_build *build, json_object *object, const char *key, int64_t unix_ms) {
    char text[PL_DATETIME_TEXT_BYTES_MAX] = "";
    if (pl_datetime_format(unix_ms, 0, text) != PL_OK) { text[0] = '\0'; }
    pl_build_text(build, object, key, text);
}

json_object *pl_build_object(pl_build *build, json_object *object, const char *key) {
    json_object *const made = json_object_new_object();
    pl_build_put(build, object, key, made);
    return build->failed ? NULL : made;
}

json_object *pl_build_array(pl_build *build, json_object *object, const char *key) {
    json_object *const made = json_object_new_array();
    pl_build_put(build, object, key, made);
    return build->failed ? NULL : made;
}

void pl_build_statuses(pl_build *build, json_object *object, const char *key, const int *statuses) {
    json_object *const array = pl_build_array(build, object, key);
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && statuses[i] != 0; i++) {
        pl_build_append(build, array, json_object_new_int(statuses[i]));
    }
}

pl_status pl_build_write(pl_build *build, json_object *root, FILE *out) {
    assert(build != NULL && out != NULL);
    pl_status status = PL_E_MEMORY;
    const char *text = NULL;
    if (!build->failed && root != NULL) {
        text = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY |
                                                        JSON_C_TO_STRING_NOSLASHESCAPE);
    }
    if (text != NULL) {
        const bool written = fputs(text, out) >= 0 && fputc('\n', out) != EOF;
        status = written ? PL_OK : PL_E_IO;
    }
    json_object_put(root);
    pl_arena_done(&build->arena);
    return status;
}
