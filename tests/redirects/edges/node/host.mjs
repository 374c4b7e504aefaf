// What a platform does around its own rules, on loopback: `node <platform>_host.mjs check|serve <folder>/host.json`.
// It reads heads byte for byte, asks the platform's matcher, and hands what no rule takes to the upstream untouched.

import { readFileSync } from "node:fs";
import net from "node:net";

const ABSOLUTE = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)(.*)$/i;
const TARGET = /^[\x21\x22\x24-\x7e]+$/; // no control character, no space, no `#` (RFC 9112, section 3.2)

/** `load(folder)` gives `errors`, and `answer({method, host, path, query})`: {status, headers, body}, or null. */
export async function run(load) {
  const [, , verb, file] = process.argv;
  const { port, upstream, sites } = JSON.parse(readFileSync(file, "utf8"));
  const loaded = new Map();
  const errors = [];
  for (const [host, path] of Object.entries(sites)) {
    loaded.set(host, await load(path, host));
    errors.push(...loaded.get(host).errors);
  }
  if (verb === "check" || errors.length) {
    errors.forEach((error) => console.error(`warning: ${error}`));
    process.exit(errors.length ? 1 : 0);
  }
  net.createServer((socket) => connection(socket, loaded, upstream)).listen(port, "127.0.0.1");
}

function connection(socket, loaded, upstream) {
  let head = "";
  socket.on("error", () => socket.destroy());
  socket.on("data", async function read(part) {
    head += part.toString("latin1");
    if (!head.includes("\r\n\r\n")) return;
    socket.off("data", read);
    const request = parsed(head);
    if (!request) return reply(socket, "GET", { status: 400, headers: [], body: "" });
    const site = loaded.get(request.host);
    const answer = site ? await site.answer(request) : null;
    if (answer) return reply(socket, request.method, answer);
    const origin = net.connect(upstream, "127.0.0.1", () => origin.write(head, "latin1"));
    origin.on("error", () => socket.destroy());
    origin.pipe(socket);
  });
}

function parsed(head) {
  const lines = head.slice(0, head.indexOf("\r\n\r\n")).split("\r\n");
  const [method, raw, version, ...rest] = lines[0].split(" ");
  if (rest.length || !/^HTTP\/1\.[01]$/.test(version ?? "") || !TARGET.test(raw)) return null;
  const field = lines.find((line) => /^host:/i.test(line)) ?? "";
  const [, authority, origin] = ABSOLUTE.exec(raw) ?? [null, field.slice(5).trim(), raw];
  const target = origin.startsWith("?") || origin === "" ? `/${origin}` : origin;
  if (!target.startsWith("/")) return null;
  const mark = target.indexOf("?");
  return {
    method,
    host: authority.toLowerCase().split(":")[0],
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? "" : target.slice(mark),
  };
}

function reply(socket, method, { status, headers, body }) {
  const content = Buffer.from(body, "utf8");
  const fields = [...headers, ["Content-Length", content.length], ["Connection", "close"]];
  const head = `HTTP/1.1 ${status} -\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  socket.end(Buffer.concat([Buffer.from(head, "latin1"), method === "HEAD" ? Buffer.alloc(0) : content]));
}
