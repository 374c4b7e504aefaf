// The headers that Netlify's own parser reads for each path: `node netlify_docs.mjs <_headers> <path>...` prints JSON.
// Which values meet where several blocks match is the word of its command line: the last of a name.

import { parseAllHeaders } from "@netlify/headers-parser";

const [, , file, ...paths] = process.argv;
const { errors, headers } = await parseAllHeaders({ headersFiles: [file], minimal: false, configHeaders: [] });
errors.forEach((error) => console.error(error.message));
const of = (path) => headers.filter(({ forRegExp }) => forRegExp.test(path)).map(({ values }) => values);
console.log(JSON.stringify(Object.fromEntries(paths.map((path) => [path, of(path)]))));
process.exitCode = errors.length ? 1 : 0;
