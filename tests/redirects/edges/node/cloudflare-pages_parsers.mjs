// The parsers of both files of Pages, which are published inside miniflare alone.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const bundle = readFileSync(createRequire(import.meta.url).resolve("miniflare"), "utf8");
const start = bundle.indexOf("// ../workers-shared/utils/configuration/constants.ts");
const end = bundle.indexOf("// ../workers-shared/utils/configuration/constructConfiguration.ts", start);
export const { parseHeaders, parseRedirects } = new Function(
  `${bundle.slice(start, end)}; return { parseHeaders, parseRedirects };`,
)();
