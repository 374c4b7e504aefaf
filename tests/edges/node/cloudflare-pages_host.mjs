// Pages' own asset server answers: its parser of both files, its metadata, its handler. The parser is published inside
// miniflare alone, so it is taken out of there. What no redirect takes would be a file of the site: the upstream here.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { generateHandler } from "@cloudflare/pages-shared/dist/asset-server/handler.js";
import { createMetadataObject } from "@cloudflare/pages-shared/dist/metadata-generator/createMetadataObject.js";
import { run } from "./host.mjs";

const bundle = readFileSync(createRequire(import.meta.url).resolve("miniflare"), "utf8");
const start = bundle.indexOf("// ../workers-shared/utils/configuration/constants.ts");
const end = bundle.indexOf("// ../workers-shared/utils/configuration/constructConfiguration.ts", start);
const parsers = new Function(`${bundle.slice(start, end)}; return { parseHeaders, parseRedirects };`)();
const noFiles = {
  findAssetEntryForPath: async () => null,
  getAssetKey: () => "",
  negotiateContent: () => ({ encoding: null }),
  fetchAsset: () => ({ body: null, contentType: "" }),
};

await run(async (folder) => {
  const redirects = parsers.parseRedirects(readFileSync(`${folder}/_redirects`, "utf8"));
  const headers = parsers.parseHeaders(readFileSync(`${folder}/_headers`, "utf8"));
  const metadata = createMetadataObject({ redirects, headers });
  const answer = async ({ method, host, path, query }) => {
    const request = new Request(`https://${host}${path}${query}`, { method });
    const response = await generateHandler({ request, metadata, logError: console.error, ...noFiles });
    if (!response.headers.has("location")) return null;
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  };
  return { errors: [...redirects.invalid, ...headers.invalid].map(({ message }) => message), answer };
});
