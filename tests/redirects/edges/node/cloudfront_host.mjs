// Runs generated CloudFront Functions as CloudFront does: node cloudfront_host.mjs <config>
// The config is JSON: port, upstream (ports on loopback), functions and responses (a file by host, of each event type).
// A host without a function of its own is another name of the first one's distribution.
// The event: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { runInNewContext } from "node:vm";

const { port, upstream, functions, responses } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const handlers = loaded(functions);
const extending = loaded(responses);

function loaded(files) {
  const found = Object.entries(files).map(([host, file]) => {
    // the runtime is strict, and has neither timers nor modules: a bare context has none either
    return [host, runInNewContext(`"use strict";${readFileSync(file, "utf8")}\nhandler`, {}, { filename: file })];
  });
  return { byHost: Object.fromEntries(found), first: found[0]?.[1] };
}

// UTF-8 stays, anything else is taken for ISO-8859-1 (edge-function-restrictions-all.html).
function decoded(raw) {
  const text = raw.toString("utf8");
  return Buffer.from(text, "utf8").equals(raw) ? text : raw.toString("latin1");
}

function collapsed(pairs) {
  const fields = {};
  for (const [name, value] of pairs) {
    if (fields[name]) (fields[name].multiValue ||= [{ value: fields[name].value }]).push({ value });
    else fields[name] = { value };
  }
  return fields;
}

// The head of a request, or undefined for what CloudFront would refuse.
function parsed(head) {
  const [line, ...lines] = head.toString("latin1").split("\r\n");
  const [, method, form] = /^([A-Z]+) ([^\x00-\x20\x7f]+) HTTP\/1\.1$/.exec(line) ?? [];
  const fields = lines.map((field) => /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(field));
  if (!form || fields.includes(null)) return undefined;
  const headers = collapsed(fields.map(([, name, value]) => [name.toLowerCase(), value]));
  const [, authority, target] = /^(?:https?:\/\/(?:[^/?#@]*@)?([^/?#]*))?(\/.*)$/i.exec(form) ?? [];
  if (!target || !headers.host) return undefined;
  if (authority !== undefined) headers.host.value = authority; // RFC 9112, section 3.2.2
  const host = headers.host.value.toLowerCase().replace(/:\d+$/, "");
  return { method, target: decoded(Buffer.from(target, "latin1")), headers, host };
}

function event({ method, target, headers }) {
  const mark = target.indexOf("?");
  const query = mark < 0 ? undefined : target.slice(mark + 1);
  const pairs = (query ?? "").split("&").filter(Boolean).map((pair) => {
    const equals = pair.indexOf("=");
    return equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  const { cookie, ...others } = headers;
  const cookies = collapsed((cookie?.value ?? "").split(/; */).filter(Boolean).map((pair) => pair.split(/=(.*)/s)));
  return {
    version: "1.0",
    context: { distributionDomainName: "d111111abcdef8.cloudfront.net", eventType: "viewer-request", requestId: "1" },
    viewer: { ip: "127.0.0.1" },
    request: {
      method,
      uri: mark < 0 ? target : target.slice(0, mark),
      querystring: collapsed(pairs),
      headers: others,
      cookies,
      rawQueryString: () => query,
    },
  };
}

// What CloudFront sends: names with capitals, one line for each value, no body to HEAD.
function answer(response, method) {
  const lines = [`HTTP/1.1 ${response.statusCode} ${response.statusDescription}`];
  for (const [name, field] of Object.entries(response.headers)) {
    if (name !== name.toLowerCase()) throw new Error(`${name} is not in lower case`);
    const sent = name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
    for (const { value } of field.multiValue ?? [field]) lines.push(`${sent}: ${value}`);
  }
  const body = Buffer.from(response.body?.data ?? "", response.body?.encoding === "base64" ? "base64" : "utf8");
  lines.push(`Content-Length: ${body.length}`, "", "");
  const head = Buffer.from(lines.join("\r\n"), "latin1");
  return method === "HEAD" ? head : Buffer.concat([head, body]);
}

function forward(client, received, own, handler) {
  const origin = connect(upstream, "127.0.0.1", () => origin.write(received));
  origin.on("error", () => client.destroy());
  client.pipe(origin);
  if (!handler) return origin.pipe(client);
  let answered = Buffer.alloc(0);
  origin.on("data", function read(part) {
    answered = Buffer.concat([answered, part]);
    const end = answered.indexOf("\r\n\r\n");
    if (end < 0) return;
    origin.off("data", read);
    client.write(extended(answered.subarray(0, end).toString("latin1"), own, handler));
    client.write(answered.subarray(end));
    origin.pipe(client);
  });
}

// The head of the origin's response after the function; for 400 and higher CloudFront runs none (edge-function-restrictions-all.html).
function extended(head, own, handler) {
  const [line, ...lines] = head.split("\r\n");
  const [, code, statusDescription] = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(line);
  if (Number(code) >= 400) return head;
  const fields = lines.map((field) => /^([^:]+): *(.*)$/.exec(field));
  const response = { statusCode: Number(code), statusDescription, headers: collapsed(fields.map(([, name, value]) => [name.toLowerCase(), value])), cookies: {} };
  const context = { ...own.context, eventType: "viewer-response" };
  return answer(handler({ ...own, context, response }), "HEAD").toString("latin1").replace(/Content-Length: 0\r\n\r\n$/, "").trimEnd();
}

createServer((client) => {
  let received = Buffer.alloc(0);
  client.on("error", () => client.destroy());
  client.on("data", function read(part) {
    received = Buffer.concat([received, part]);
    for (let end; (end = received.indexOf("\r\n\r\n")) >= 0; ) {
      const request = parsed(received.subarray(0, end));
      if (!request) return client.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      const own = event(request);
      const result = (handlers.byHost[request.host] ?? handlers.first)(own);
      if (result === own.request) {
        client.off("data", read);
        return forward(client, received, own, extending.byHost[request.host] ?? extending.first);
      }
      client.write(answer(result, request.method));
      received = received.subarray(end + 4);
    }
  });
}).listen(port, "127.0.0.1");
