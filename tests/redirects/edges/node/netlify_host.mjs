// Netlify's own parser reads the file for errors, and its own matcher decides. That the query goes along, and that a
// status of 3xx is a redirect, is its documentation's word: the matcher gives the target without a query.

import { readFileSync } from "node:fs";
import { parseAllRedirects } from "@netlify/redirect-parser";
import redirector from "netlify-redirector";
import { run } from "./host.mjs";

await run(async (file) => {
  const { errors } = await parseAllRedirects({ redirectsFiles: [file] });
  const matcher = await redirector.parsePlain(readFileSync(file, "utf8"), {});
  const answer = ({ host, path, query }) => {
    const request = { scheme: "https", host, path, query: query.slice(1), headers: {}, cookieValues: {} };
    const match = matcher.match({ ...request, getHeader: () => "", getCookie: () => "" });
    if (!match) return null;
    return { status: match.status, headers: [["Location", match.to + query]], body: "" };
  };
  return { errors: errors.map((error) => error.message), answer };
});
