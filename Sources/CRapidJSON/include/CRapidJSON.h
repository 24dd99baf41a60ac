#pragma once
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a parser tells while it reads. Each returns false to stop the reading.
typedef struct {
    bool (*null_value)(void *context);
    bool (*bool_value)(void *context, bool value);
    // The number's digits as they are written.
    bool (*number)(void *context, const char *digits, size_t length);
    bool (*string)(void *context, const char *text, size_t length);
    bool (*key)(void *context, const char *text, size_t length);
    bool (*start_object)(void *context);
    bool (*end_object)(void *context);
    bool (*start_array)(void *context);
    bool (*end_array)(void *context);
} crapidjson_handler;

typedef struct {
    // NULL when the text was read to its end; else a sentence that lives for ever.
    const char *error;
    // The byte at which the error was found.
    size_t offset;
    // The text is well-formed so far, but a number in it is beyond what a double can hold.
    bool is_number_too_large;
} crapidjson_result;

// Reads one JSON text. The reader keeps its own stack, so nesting costs no C stack.
crapidjson_result crapidjson_parse(const char *text, size_t length, const crapidjson_handler *handler, void *context);

#ifdef __cplusplus
}
#endif
