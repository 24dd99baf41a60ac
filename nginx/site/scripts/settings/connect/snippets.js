// One request, written in five languages. Pure: nothing here reads the page.
export const languages = [
  { name: 'curl', label: 'curl' }, { name: 'javascript', label: 'JavaScript' }, { name: 'python', label: 'Python' },
  { name: 'php', label: 'PHP' }, { name: 'csharp', label: 'C#' },
];

const pretty = (value) => JSON.stringify(value, null, 2);
const shell = (text) => `'${text.replace(/'/g, `'\\''`)}'`;
const php = (text) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
const quoted = (text) => JSON.stringify(text);
const indented = (text, by) => text.replace(/\n/g, `\n${by}`);

/** A value in a language with words of its own for nothing, true and false, and marks for its tables. */
function table(value, { string, none, yes, no, list, map, pair }, depth = 1) {
  const inside = '    '.repeat(depth);
  const outside = '    '.repeat(depth - 1);
  const nested = (one) => table(one, { string, none, yes, no, list, map, pair }, depth + 1);
  const block = ([open, close], items) => (items.length ? `${open}\n${items.map((item) => `${inside}${item},`).join('\n')}\n${outside}${close}` : open + close);
  if (value === null) return none;
  if (value === true) return yes;
  if (value === false) return no;
  if (Array.isArray(value)) return block(list, value.map(nested));
  if (typeof value === 'object') return block(map, Object.entries(value).map(([name, one]) => `${string(name)}${pair}${nested(one)}`));
  return typeof value === 'string' ? string(value) : String(value);
}

const python = { string: quoted, none: 'None', yes: 'True', no: 'False', list: ['[', ']'], map: ['{', '}'], pair: ': ' };
const arrays = { string: php, none: 'null', yes: 'true', no: 'false', list: ['[', ']'], map: ['[', ']'], pair: ' => ' };

const writers = {
  curl({ url, key, posted }) {
    const head = `curl -X POST ${shell(url)} \\\n  -H ${shell(`x-api-key: ${key}`)} \\\n`;
    if (posted.form) return head + posted.form.map(([name, value]) => `  --data-urlencode ${shell(`${name}=${value}`)}`).join(' \\\n');
    return `${head}  -H 'content-type: application/json' \\\n  -d ${shell(pretty(posted.json))}`;
  },
  javascript({ url, key, posted }) {
    const headers = posted.form ? '' : `\n    'content-type': 'application/json',`;
    const body = posted.form ? `new URLSearchParams(${indented(pretty(posted.form), '  ')})` : `JSON.stringify(${indented(pretty(posted.json), '  ')})`;
    return `const answer = await fetch(${quoted(url)}, {\n  method: 'POST',\n  headers: {\n    'x-api-key': ${quoted(key)},${headers}\n  },\n  body: ${body},\n});\nif (!answer.ok) throw new Error(await answer.text());\nconsole.log(await answer.json());`;
  },
  python({ url, key, posted }) {
    const value = posted.form ? posted.form : posted.json;
    return `import requests\n\nanswer = requests.post(\n    ${quoted(url)},\n    headers={"x-api-key": ${quoted(key)}},\n    ${posted.form ? 'data' : 'json'}=${indented(table(value, python), '    ')},\n    timeout=15,\n)\nanswer.raise_for_status()\nprint(answer.json())`;
  },
  php({ url, key, posted }) {
    const form = posted.form && Object.fromEntries(posted.form);
    const body = form ? `http_build_query(${indented(table(form, arrays), '    ')})` : `json_encode(${indented(table(posted.json, arrays), '    ')})`;
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    return `<?php\n$request = curl_init(${php(url)});\ncurl_setopt_array($request, [\n    CURLOPT_POST => true,\n    CURLOPT_RETURNTRANSFER => true,\n    CURLOPT_HTTPHEADER => [${php(`x-api-key: ${key}`)}, 'content-type: ${type}'],\n    CURLOPT_POSTFIELDS => ${body},\n]);\necho curl_exec($request);`;
  },
  csharp({ url, key, posted }) {
    const verbatim = (text) => `@"${text.replace(/"/g, '""')}"`;
    const content = posted.form
      ? `new FormUrlEncodedContent(new Dictionary<string, string>\n{\n${posted.form.map(([name, value]) => `    [${quoted(name)}] = ${quoted(value)},`).join('\n')}\n})`
      : `new StringContent(${verbatim(pretty(posted.json))},\n    System.Text.Encoding.UTF8, "application/json")`;
    return `using var client = new HttpClient();\nclient.DefaultRequestHeaders.Add("x-api-key", ${quoted(key)});\nvar content = ${content};\nvar answer = await client.PostAsync(${quoted(url)}, content);\nanswer.EnsureSuccessStatusCode();\nConsole.WriteLine(await answer.Content.ReadAsStringAsync());`;
  },
};

/** The request `{ url, key, posted: { json } or { form: [[name, value]] } }` in one of the languages. */
export const written = (language, request) => writers[language](request);
