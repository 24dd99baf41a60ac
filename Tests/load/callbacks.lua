-- Posts callbacks that were signed beforehand: lines of path, signature, token and body, between tabs.
-- Words: the file. Every thread takes its share, and stops when there is no more.

local lines, position = {}, 0
local threads = {}

function setup(created)
   created:set("number_of_thread", #threads)
   table.insert(threads, created)
end

function init(words)
   local number = 0
   for line in io.lines(words[1]) do
      if number % 2 == number_of_thread then table.insert(lines, line) end
      number = number + 1
   end
   wrk.method = "POST"
   wrk.headers["content-type"] = "application/x-www-form-urlencoded"
end

function request()
   position = position + 1
   if position > #lines then
      wrk.thread:stop()
      position = #lines
   end
   local path, signature, token, body = lines[position]:match("([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)")
   wrk.headers["x-twilio-signature"] = signature
   wrk.headers["i-twilio-idempotency-token"] = token
   return wrk.format(nil, path, nil, body)
end

function done(summary, latency)
   local errors = summary.errors
   print(string.format(
      '{"answered":%d,"refused":%d,"broken":%d,"seconds":%f,"median":%f,"p99":%f}',
      summary.requests - errors.status, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
