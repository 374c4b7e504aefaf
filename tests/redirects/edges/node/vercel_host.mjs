// Vercel's own checks read the file; no matcher is published. Matching follows its documentation of `routes`: in order,
// `src` over the path without its query, `has` and `methods` as conditions, and the query goes along in Location.

import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { getTransformedRoutes, routesSchema } from "@vercel/routing-utils";
import { run } from "./host.mjs";

await run(async (file) => {
  const config = JSON.parse(readFileSync(file, "utf8"));
  const { routes, error } = getTransformedRoutes(structuredClone(config));
  const validate = new Ajv({ strict: false }).compile(routesSchema);
  const unknown = Object.keys(config).filter((key) => key !== "routes");
  const schema = validate(config.routes) ? [] : validate.errors.map(({ instancePath, message }) => instancePath + message);
  const compiled = (routes ?? []).map((route) => ({ ...route, matches: new RegExp(route.src, route.caseSensitive ? "" : "i") }));
  const answer = ({ method, host, path, query }) => {
    for (const route of compiled) {
      const groups = route.matches.exec(path);
      const fits = (route.has ?? []).every(({ type, value }) => type === "host" && value.eq === host);
      if (!groups || !fits || (route.methods && !route.methods.includes(method))) continue;
      const headers = Object.entries(route.headers).map(([name, value]) => [name, expanded(name, value, groups, query)]);
      return { status: route.status, headers, body: "" };
    }
    return null;
  };
  return { errors: [...(error ? [error.message] : []), ...schema, ...unknown], answer };
});

function expanded(name, value, groups, query) {
  const filled = value.replace(/\$([1-9a-zA-Z]+)/g, (_, name) => groups[parseInt(name, 10)] ?? "");
  return name === "Location" ? filled + query : filled;
}
