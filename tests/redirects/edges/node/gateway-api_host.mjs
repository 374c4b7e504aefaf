// The CRD's schema checks the routes, and what its CEL rules say of redirects is checked here: no gateway runs. Matching
// and replacing follow the specification of HTTPRoute; that the query goes along is what its implementations do.

import { readFileSync } from "node:fs";
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import { run } from "./host.mjs";

await run(async (file, host) => {
  const routes = JSON.parse(readFileSync(file, "utf8"));
  const rules = routes.filter((route) => route.spec.hostnames.includes(host)).flatMap((route) => route.spec.rules);
  const answer = ({ method, path, query }) => {
    const fitting = rules
      .flatMap((rule) => rule.matches.map((match) => ({ match, filter: rule.filters[0].requestRedirect })))
      .filter(({ match }) => covers(match.path, path) && (match.method ?? method) === method)
      .sort((one, other) => precedence(other.match) - precedence(one.match));
    if (!fitting.length) return null;
    const { match, filter } = fitting[0];
    const port = filter.port ? `:${filter.port}` : "";
    const location = `${filter.scheme}://${filter.hostname}${port}${replaced(filter.path, match.path, path)}${query}`;
    return { status: filter.statusCode, headers: [["Location", location]], body: "" };
  };
  return { errors: routes.flatMap(problems), answer };
});

function covers({ type, value }, path) {
  return path === value || (type === "PathPrefix" && path.startsWith(`${value}/`));
}

function precedence({ path, method }) {
  return (path.type === "Exact" ? 1e6 : 0) + path.value.length * 10 + (method ? 1 : 0);
}

function replaced({ type, replaceFullPath, replacePrefixMatch }, { value }, path) {
  if (type === "ReplaceFullPath") return replaceFullPath;
  return (replacePrefixMatch === "/" ? "" : replacePrefixMatch) + path.slice(value.length) || "/";
}

function problems(route) {
  const found = [];
  try {
    new HTTPRoute(route).validate();
  } catch (error) {
    found.push(error.message);
  }
  const matches = route.spec.rules.reduce((sum, rule) => sum + rule.matches.length, 0);
  if (matches > 128) found.push(`${route.metadata.name}: ${matches} matches`);
  for (const rule of route.spec.rules) {
    const prefixed = rule.filters[0].requestRedirect.path.type === "ReplacePrefixMatch";
    const single = rule.matches.length === 1 && rule.matches[0].path.type === "PathPrefix";
    if (prefixed && !single) found.push("ReplacePrefixMatch: exactly one PathPrefix match must be specified");
  }
  return found;
}
