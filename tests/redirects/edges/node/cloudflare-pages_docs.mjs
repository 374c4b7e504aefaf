// The site as Pages serves it: its own asset server over the files of a folder, with `_headers` of the docs host.
// `node cloudflare-pages_docs.mjs <port> <folder of _headers> <folder of the site>`. The types of files are what the
// upload gives them, which is no part of that server: HTML and JSON are enough to see which type is replaced.

import { existsSync, readFileSync, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { generateHandler } from "@cloudflare/pages-shared/dist/asset-server/handler.js";
import { createMetadataObject } from "@cloudflare/pages-shared/dist/metadata-generator/createMetadataObject.js";
import { parseHeaders, parseRedirects } from "./cloudflare-pages_parsers.mjs";

const [, , port, folder, site] = process.argv;
const read = (name) => (existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), "utf8") : "");
const headers = parseHeaders(read("_headers"));
const redirects = parseRedirects(read("_redirects"));
const invalid = [...headers.invalid, ...redirects.invalid];
if (invalid.length) {
  invalid.forEach(({ message }) => console.error(message));
  process.exit(1);
}
const metadata = createMetadataObject({ headers, redirects });
const types = { ".html": "text/html; charset=utf-8", ".json": "application/json" };
const files = {
  findAssetEntryForPath: async (name) => {
    const file = path.join(site, name);
    return !name.includes("\0") && file.startsWith(site) && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
  },
  getAssetKey: (file) => path.relative(site, file),
  negotiateContent: () => ({ encoding: null }),
  fetchAsset: (key) => ({
    body: readFileSync(path.join(site, key)),
    contentType: types[path.extname(key)] ?? "application/octet-stream",
  }),
};

http
  .createServer(async (incoming, outgoing) => {
    const given = { method: incoming.method, headers: incoming.headers };
    const request = new Request(`https://${incoming.headers.host}${incoming.url}`, given);
    const response = await generateHandler({ request, metadata, logError: console.error, ...files });
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  })
  .listen(Number(port), "127.0.0.1");
