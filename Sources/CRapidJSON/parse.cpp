#include "CRapidJSON.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/encodedstream.h>
#include <rapidjson/reader.h>

namespace {

using rapidjson::SizeType;

// Passes each event on through the C function pointers.
struct Forwarder {
    const crapidjson_handler *handler;
    void *context;

    bool Null() { return handler->null_value(context); }
    bool Bool(bool value) { return handler->bool_value(context, value); }
    bool RawNumber(const char *digits, SizeType length, bool) { return handler->number(context, digits, length); }
    bool String(const char *text, SizeType length, bool) { return handler->string(context, text, length); }
    bool Key(const char *text, SizeType length, bool) { return handler->key(context, text, length); }
    bool StartObject() { return handler->start_object(context); }
    bool EndObject(SizeType) { return handler->end_object(context); }
    bool StartArray() { return handler->start_array(context); }
    bool EndArray(SizeType) { return handler->end_array(context); }
    // Never called: kParseNumbersAsStringsFlag turns every number into RawNumber.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }
};

}  // namespace

crapidjson_result crapidjson_parse(const char *text, size_t length, const crapidjson_handler *handler, void *context) {
    using namespace rapidjson;
    constexpr unsigned flags = kParseNumbersAsStringsFlag | kParseIterativeFlag | kParseValidateEncodingFlag;
    MemoryStream memory(text, length);
    EncodedInputStream<UTF8<>, MemoryStream> stream(memory);
    Forwarder forwarder{handler, context};
    Reader reader;
    const ParseResult result = reader.Parse<flags>(stream, forwarder);
    if (result.IsError()) {
        return {GetParseError_En(result.Code()), result.Offset(), result.Code() == kParseErrorNumberTooBig};
    }
    // The stream cannot tell a zero byte from its end, and would leave unread what follows one.
    if (memory.Tell() < length) {
        return {GetParseError_En(kParseErrorDocumentRootNotSingular), memory.Tell(), false};
    }
    return {nullptr, 0, false};
}
