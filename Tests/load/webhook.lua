-- Posts transactions, each with an id of its own: RUN-thread-number.
-- Words: the run's name, and the API key in the environment.

local run, number, thread
local threads = {}

function setup(created)
   created:set("number_of_thread", #threads)
   table.insert(threads, created)
end

function init(words)
   run = words[1]
   thread = number_of_thread
   number = 0
   wrk.method = "POST"
   wrk.headers["x-api-key"] = os.getenv("API_KEY")
   wrk.headers["content-type"] = "application/json"
end

function request()
   number = number + 1
   local body = '{"transactionId":"' .. run .. "-" .. thread .. "-" .. number
      .. '","customerName":"Maria Lopez","customerPhone":"+1415517' .. 1000 + number % 9000
      .. '","customerId":"C-' .. number
      .. '","dealershipName":"Sunrise Motors","salesRepName":"Sam Reed","amount":48250.00}'
   return wrk.format(nil, nil, nil, body)
end

function done(summary, latency)
   local errors = summary.errors
   print(string.format(
      '{"answered":%d,"refused":%d,"broken":%d,"seconds":%f,"median":%f,"p99":%f}',
      summary.requests - errors.status, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
