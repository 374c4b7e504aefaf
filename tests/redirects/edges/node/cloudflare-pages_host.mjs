// Pages' own asset server answers: its parser of both files, its metadata, its handler. What no redirect takes would be a file of the site: the upstream here.

import { readFileSync } from "node:fs";
import { generateHandler } from "@cloudflare/pages-shared/dist/asset-server/handler.js";
import { createMetadataObject } from "@cloudflare/pages-shared/dist/metadata-generator/createMetadataObject.js";
import { parseHeaders, parseRedirects } from "./cloudflare-pages_parsers.mjs";
import { run } from "./host.mjs";

const noFiles = {
  findAssetEntryForPath: async () => null,
  getAssetKey: () => "",
  negotiateContent: () => ({ encoding: null }),
  fetchAsset: () => ({ body: null, contentType: "" }),
};

await run(async (folder) => {
  const redirects = parseRedirects(readFileSync(`${folder}/_redirects`, "utf8"));
  const headers = parseHeaders(readFileSync(`${folder}/_headers`, "utf8"));
  const metadata = createMetadataObject({ redirects, headers });
  const answer = async ({ method, host, path, query }) => {
    const request = new Request(`https://${host}${path}${query}`, { method });
    const response = await generateHandler({ request, metadata, logError: console.error, ...noFiles });
    if (!response.headers.has("location")) return null;
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  };
  return { errors: [...redirects.invalid, ...headers.invalid].map(({ message }) => message), answer };
});
