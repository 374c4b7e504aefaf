// In front of the workers, as Cloudflare's network: the most specific route that covers the URL names the worker
// (https://developers.cloudflare.com/workers/configuration/routing/routes/), and without one the origin answers.
import routes from "routes.json";

function named(request) {
  const [, authority, target] = /^https?:\/\/([^/]*)(.*)$/s.exec(request.url);
  const url = authority.toLowerCase().replace(/:\d+$/, "") + target;
  for (let end = url.length; end > 0; end--) {
    const name = routes[`${url.slice(0, end)}*`];
    if (name) return name;
  }
}

export default {
  async fetch(request, env) {
    const name = named(request);
    return name ? env[name].fetch(request) : fetch(request);
  },
  // What `workerd test` runs, after it has read and loaded every module.
  async test(controller, env) {
    for (const name of new Set(Object.values(routes))) {
      if (typeof env[name].fetch !== "function") throw new Error(`${name} is no worker`);
    }
  },
};
