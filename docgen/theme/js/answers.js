/* What a line that a customer pastes is in the API, and what becomes of it: docgen/answers in the browser, from the
   table in uses.json and the fields in fields.json. The cases of tests/answers/cases are asked of both. */
const docgenAnswers = (() => {
  /* The table comes before this script: docgen/answers/patterns.yaml, and the words of answers. */
  const { any_case, kinds, limits, naming_keys, patterns, record: fields, request_keys, states: STATES, synonyms, titles: TITLES, fine: FINE, nowhere: NOWHERE } = docgenAnswerTable
  const flags = (name) => (any_case.includes(name) ? "i" : "")
  const part = (name, more = "") => new RegExp(patterns[name], flags(name) + more)
  const whole = (name) => new RegExp(`^(?:${patterns[name]})$`, flags(name))
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")
  const shape = (name) => name.replace(/\{[^{}]*\}/g, "{}")
  const after = (text, mark) => { const at = text.indexOf(mark); return at < 0 ? "" : text.slice(at + mark.length) }
  const before = (text, mark) => text.split(mark)[0]
  const unquote = (text) => { try { return decodeURIComponent(text) } catch { return text } }
  const unended = (text, marks) => { let end = text.length; while (marks.includes(text[end - 1])) end -= 1; return text.slice(0, end) }
  const unslashed = (text) => unended(text, "/")

  /* pasted.py */
  const FRAME = part("frame")
  const LOGFMT = part("logfmt")
  const SERVED = part("served")
  const CALL = part("call")
  const CURL = part("curl")
  const HOST_PATH = whole("host_path")
  const PATH = whole("path")
  const ABSOLUTE = whole("absolute")
  const LISTED = whole("listed")
  const TOOL = whole("tool")
  const NAMED_KIND = whole("named_kind")
  const PAIR = whole("pair")
  const NAME = whole("name")
  const CURL_ADDRESS = whole("curl_address")
  const CURL_METHOD = whole("curl_method")
  const CURL_HEAD = whole("curl_head")
  const CURL_GET = whole("curl_get")
  const CURL_HEADER = whole("curl_header")
  const CURL_BODY = whole("curl_body")
  const CURL_VALUE = whole("curl_value")
  const URLS = part("url", "g")
  const SHELL_WORDS = part("shell_word", "g")
  const QUOTED = part("quoted", "g")
  const SEPARATORS = part("separators", "g")
  const AROUND_HOST = part("around_host", "g")
  const RECORD = Object.fromEntries(Object.entries(fields).map(([name, { pattern, keys }]) => [name, { begin: new RegExp(`^(?:${pattern})`), keys }]))
  const request = (method, target, host = "") => {
    const address = ABSOLUTE.exec(target) ?? HOST_PATH.exec(target)
    host = host.includes(".") ? host : ""
    if (address) [, host, target] = address
    const path = before(target, "?")
    const query = target.slice(path.length)
    host = host.replace(AROUND_HOST, "").toLowerCase()
    const made = { method: method.toUpperCase(), host, path: /^[/*]/.test(path) ? path : `/${path}`, query }
    return { ...made, label: `${made.method} ${host ? `https://${host}${made.path}` : made.path}`.trim().slice(0, limits.label) }
  }
  const named = (text, kind = "", value = "", optional = false) => {
    const plain = optional || !kind ? text : `${kind} ${text}`
    return { text, kind, value, optional, label: (value ? `${text}: ${value}` : plain).slice(0, limits.label) }
  }
  const unframed = (line) => {
    for (let count = 0; count < limits.frames; count += 1) {
      const frame = FRAME.exec(line)
      if (!frame) break
      const quote = frame[1] ?? ""
      line = (line.slice(0, frame.index) + line.slice(frame.index + frame[0].length)).trim()
      if (!quote) continue
      line = unended(line, ",;")
      line = (line.endsWith(quote) ? line.slice(0, -1) : line).trim()
    }
    return line
  }
  const wordsOf = (text) => text.split(SEPARATORS).filter(Boolean)
  const unquoted = (word) => word.replace(QUOTED, (_, one, two, three) => one ?? two ?? three)
  const curl = (line) => {
    const words = (line.match(SHELL_WORDS) ?? []).map(unquoted).slice(1)
    const [targets, headers] = [[], []]
    let method = ""
    words.forEach((word, index) => {
      const value = words[index + 1] ?? ""
      const target = word.replace(/^--url=/, "")
      const option = CURL_METHOD.exec(word)
      if (option) method = option[1] || option[2] || value
      else if (CURL_HEAD.test(word)) method ||= "HEAD"
      else if (CURL_HEADER.test(word)) headers.push(value)
      else if (!CURL_VALUE.test(words[index - 1] ?? "") && CURL_ADDRESS.test(target)) targets.push(target)
    })
    const body = words.some((word) => CURL_BODY.test(word)) && !words.some((word) => CURL_GET.test(word))
    return [
      ...targets.map((target) => request(method || (body ? "POST" : "GET"), target)),
      ...headers.map((header) => named(before(header, ":").trim(), "header", after(header, ":").trim(), true)),
    ]
  }
  const first = (holders, name) => {
    for (const holder of holders) {
      for (const key of RECORD[name].keys) {
        const value = holder[key]
        if (["string", "number", "boolean"].includes(typeof value) && RECORD[name].begin.test(String(value))) return String(value)
      }
    }
    return ""
  }
  const json = (text) => { try { return JSON.parse(text) } catch { return null } }
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value)
  const namedValues = (value) => {
    if (!Array.isArray(value) || !value.length) return value
    if (!value.every((item) => isObject(item) && "name" in item)) return value[0]
    return Object.fromEntries(value.map((item) => [String(item.name), item.value]))
  }
  const holdersOf = (record) => {
    const [waiting, found] = [[record], []]
    for (const mapping of waiting) {
      const holder = Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key.replace(/[\W_]/g, "").toLowerCase(), namedValues(value)]))
      for (const [key, value] of Object.entries(holder)) {
        const line = request_keys.includes(key) && /^([A-Z]+) (\S+)/.exec(String(value))
        if (isObject(value) && waiting.length < 40) waiting.push(value)
        else if (line) [holder.methodline, holder.targetline] = [line[1], line[2]]
      }
      found.push(holder)
    }
    return found
  }
  const logged = (record) => {
    const holders = isObject(record) ? holdersOf(record) : []
    const host = first(holders, "host").toLowerCase().split(":")[0]
    for (const some of [...holders.map((holder) => [holder]), holders]) {
      const [method, target] = [first(some, "method"), first(some, "target")]
      if (method && target) return request(method, target, host)
    }
    return undefined
  }
  const strings = (value, key = "", depth = 0) => {
    if (typeof value === "string") return [[key, value]]
    if (depth >= limits.depth) return []
    if (Array.isArray(value)) return value.flatMap((inner) => strings(inner, key, depth + 1))
    return isObject(value) ? Object.entries(value).flatMap(([name, inner]) => strings(inner, name, depth + 1)) : []
  }
  const record = (line) => {
    const value = json(line)
    const found = logged(value)
    if (found) return [found]
    const isUrl = (text) => text.match(URLS)?.[0] === text
    return strings(value).map(([key, text]) => (isUrl(text) ? request("", text) : named(text, "", "", !naming_keys.includes(key))))
  }
  const loose = (line) => {
    const [served, logfmt, urls] = [SERVED.exec(line), LOGFMT.exec(line), line.match(URLS)]
    if (served) return [request(served[2], served[3], served[1] ?? "")]
    if (logfmt) return [request(logfmt[2], logfmt[3])]
    if (urls) {
      const call = CALL.exec(line.replace(URLS, " "))
      return urls.map((url) => request(call?.[1] ?? call?.[2] ?? "", unended(url, ".,;:")))
    }
    const tool = TOOL.exec(line)
    if (tool) return [request(tool[1] ?? "", tool[2])]
    if (PATH.test(line) || HOST_PATH.test(line)) return [request("", line)]
    const pair = PAIR.exec(line)
    if (!pair) return []
    return (pair[2].startsWith("[") ? wordsOf(pair[2]) : [pair[2]]).map((value) => named(pair[1], "", value))
  }
  const asks = (text) => {
    const line = unframed(text.slice(0, limits.line).trim())
    const or = (found) => (found.length ? found : [named(line)])
    if (CURL.test(line)) return or(curl(line))
    const [kind, listed] = [NAMED_KIND.exec(line), LISTED.exec(line)]
    if (kind) return [named(kind[2], kind[1].toLowerCase())]
    if (listed) return [request(listed[1], listed[2])]
    return or(line.startsWith("{") ? record(line) : loose(line))
  }
  const lines = (text) => {
    const found = []
    let command = ""
    for (const line of text.split("\n")) {
      if ((command || /^[ $>]*curl /.test(line)) && line.trimEnd().endsWith("\\")) command += `${line.trimEnd().slice(0, -1)} `
      else { found.push(command + line); command = "" }
    }
    return [...found, command].map((line) => line.trim()).filter((line) => line && !line.startsWith("#"))
  }

  /* index.py */
  const indexed = (table, { fields, enums }) => {
    const [facts, names] = [new Map(), new Map()]
    const valuesOf = new Map(enums.flatMap(({ values, of }) => of.map((selector) => [selector, values])))
    const key = (one) => `${one.kind} ${one.kind === "operation" ? shape(one.key) : one.key}`
    const put = (text, one) => {
      if (!names.has(text.toLowerCase())) names.set(text.toLowerCase(), new Map())
      names.get(text.toLowerCase()).set(`${one.kind} ${one.key} ${one.text}`, one)
    }
    const add = (text, kind, of) => {
      put(text, { text, kind, key: of })
      const short = text.slice(text.lastIndexOf(".") + 1)
      if (kind === "field") put(short, { text: short, kind, key: of })
    }
    for (const part of table.parts) {
      const at = key({ kind: part.kind, key: part.name })
      facts.set(at, [...(facts.get(at) ?? []), ...part.facts])
      add(part.name, part.kind, part.name)
    }
    for (const [kind, listed] of Object.entries(table.names)) for (const name of listed) add(name, kind, name)
    for (const [schema, listed] of Object.entries(fields)) for (const field of listed) add(`${schema}.${field}`, "field", `${schema}.${field}`)
    for (const [name, operation] of Object.entries(table.operation_ids)) add(name, "operation", operation)
    for (const [name, event] of Object.entries(table.event_keys)) add(name, "event", event)
    for (const [label, pin] of Object.entries(table.labels)) add(label, "pin", pin)
    return {
      excludes: (fields, value) => fields.length > 0 && fields.every((one) => (valuesOf.has(one.key) ? !valuesOf.get(one.key).includes(value) : NAME.test(value))),
      lists: (field) => valuesOf.has(field.key),
      facts: (one) => facts.get(key(one)) ?? [],
      find: (text, kind = "") => {
        const wanted = synonyms[kind] ?? kind
        const found = [...(names.get(text.toLowerCase())?.values() ?? [])].filter((one) => !wanted || one.kind === wanted || (wanted === "header" && one.kind === "sent"))
        const exact = found.filter((one) => one.text === text)
        return (exact.length ? exact : found).sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
      },
    }
  }
  const usesOf = ({ kind, key }) => [kind === "operation" ? key : `${kind === "sent" ? "header" : kind} ${key}`]
  const kindOf = (use) => { const word = before(use, " "); return word === word.toLowerCase() ? word : "operation" }
  const choice = (options, word) => [options.slice(0, -1).join(", "), ...options.slice(-1)].filter(Boolean).join(` ${word} `)
  /* How many of each kind some uses are: `2 operations and 1 schema`. */
  const kindsOf = (uses) => {
    const counts = new Map()
    for (const kind of [...new Set(uses)].sort().map(kindOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    return choice([...counts].map(([kind, count]) => `${count.toLocaleString("en")} ${kind}${count === 1 ? "" : "s"}`), "and")
  }
  const allClear = (keys) => {
    const names = [...new Set(keys)].map((key) => `\`${key}\``)
    return FINE.replace("{}", () => choice(names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names, "and"))
  }

  /* routes.py */
  const segmentsOf = (path) => { const bare = unslashed(path).replace(/^\/+/, ""); return bare ? bare.split("/") : [] }
  const literals = (segment) => segment.split(/\{[^{}]*\}/).map((part) => part.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, "\\$&"))
  const pattern = ([first, ...others]) => first + others.map((part, index) => (index < others.length - 1 ? `(?=(.+?${part}))\\${index + 1}` : `.+${part}`)).join("")
  const node = () => ({ literals: new Map(), patterns: [], ends: new Map() })
  const follow = (at, segment) => {
    if (!segment.includes("{")) {
      if (!at.literals.has(segment)) at.literals.set(segment, node())
      return at.literals.get(segment)
    }
    const parts = literals(segment)
    const text = pattern(parts)
    const known = at.patterns.find((one) => one.text === text)
    if (known) return known.next
    const made = { text, whole: new RegExp(`^(?:${text})$`, "s"), literal: parts.join("").length, next: node() }
    at.patterns.push(made)
    at.patterns.sort((a, b) => b.literal - a.literal)
    return made.next
  }
  const match = (at, segments, method) => {
    if (!segments.length) return at.ends.get(method)
    const [segment, rest] = [unquote(segments[0]), segments.slice(1)]
    const literal = at.literals.get(segment)
    let found = literal && match(literal, rest, method)
    for (const { whole, next } of found === undefined ? at.patterns : []) {
      if (whole.test(segment) && (found = match(next, rest, method)) !== undefined) break
    }
    return found
  }
  const routes = ({ bases, operations }, uses) => {
    const [root, names, methods] = [node(), new Map(), new Set()]
    for (const { method, path, use } of operations) {
      const operation = { name: `${method} ${path}`, use: uses[use] }
      names.set(operation.name, operation)
      methods.add(method)
      const end = segmentsOf(path.split(/[?#]/)[0]).reduce(follow, root)
      if (!end.ends.has(method)) end.ends.set(method, operation)
    }
    const find = (method, target) => {
      if (names.has(`${method} ${target}`)) return names.get(`${method} ${target}`)
      const path = target.split(/[?#]/)[0]
      for (const name of method === "HEAD" ? [method, "GET"] : [method]) {
        for (const base of bases) {
          const found = `${path}/`.startsWith(`${base}/`) ? match(root, segmentsOf(path.slice(base.length)), name) : undefined
          if (found !== undefined) return found
        }
      }
      return undefined
    }
    return (method, target) => [...new Set((method ? [method] : [...methods]).map((one) => find(one, target)).filter(Boolean))]
  }

  /* contracts.py: the contract of a date-pin, then the current one, then the others, the newest first. */
  const contracts = (data, from) => {
    const of = (way, contract) => ({ contract, uses: way.uses })
    const known = new Map(data.ways.filter((way) => way.from !== null && way.from !== way.to && way.contracts.length > 1).map((way) => [way.from, of(way, way.contracts[0])]))
    const last = data.ways[data.ways.length - 1]
    const current = last.contracts.map((contract) => of(last, contract))
    const others = [...known].reverse().filter(([pin]) => pin !== from).map(([, one]) => one)
    return [...(known.has(from) ? [known.get(from)] : []), ...current, ...others]
  }

  const stated = (fact, now, more) => {
    const past = fact.at !== undefined && fact.at !== null && now >= fact.at
    return { instead: fact.instead ?? "", at: fact.at ?? null, url: fact.url ?? null, entry: fact.entry ?? null, ...more, state: past ? "ended" : fact.state, text: past ? fact.then ?? "" : fact.text }
  }
  const answered = (asked, name, kind, state, text, uses = []) => ({ asked, name, kind, state, text, instead: "", at: null, url: null, entry: null, uses })

  /* requests.py */
  const remainder = (address, ask) => {
    if (ask.host && ask.host !== address.host) return undefined
    const path = before(ask.path, "#")
    if ((path + ask.query).includes("#") || !path.startsWith(address.path)) return undefined
    const suffix = path.slice(address.path.length)
    return suffix === "" || suffix === "/" || (address.match === "prefix" && suffix.startsWith("/")) ? suffix : undefined
  }
  const pagePath = (ask) => unslashed(before(ask.path, "#")).replace(/\.html$/, "")
  const requests = (table, contracts, index, now) => {
    const hosts = new Set(table.hosts)
    const site = after(table.site, "://")
    const found = contracts.map(({ contract, uses }) => routes(contract, uses))
    const operations = (method, path) => {
      for (const route of found) {
        const names = route(method, path)
        if (names.length) return names
      }
      return []
    }
    const foreign = (ask) => Boolean(ask.host && hosts.size) && !hosts.has(ask.host)
    const redirected = (address, ask) => {
      const rest = remainder(address, ask)
      if (rest === undefined || address.excluded.includes(ask.method)) return []
      const suffix = unslashed(rest)
      const target = new URL(address.to)
      const ours = hosts.has(target.hostname) && !`${address.to}/`.startsWith(table.site)
      const base = unslashed(target.pathname)
      const path = base + (address.match === "prefix" ? suffix : "")
      const names = ours ? operations(ask.method, path) : []
      const below = names.length && suffix ? names[0].name.split("/").slice(1 - suffix.split("/").length).map((one) => `/${one}`).join("") : ""
      const more = below || (suffix ? "/…" : "")
      const byMethod = (method, at) => (method ? `${method} ${at}` : at)
      const elsewhere = ours ? "" : more ? unslashed(address.to) + more : address.to
      const instead = names.length ? byMethod(ask.method && before(names[0].name, " "), base + more) : elsewhere
      const answer = stated(address.fact, now, { asked: ask.label, name: byMethod(ask.method, address.path + more), kind: "address", instead: instead || (address.fact.instead ?? ""), uses: names.map((one) => one.use) })
      const lost = "The redirect target is not an operation in the contract."
      if (ours && !names.length) return [answer, answered(ask.label, byMethod(ask.method, path), "request", "unknown", lost)]
      return [answer, ...names.flatMap((one) => of(ask, one)).filter((one) => one.state !== "fine")]
    }
    const staying = (ask) => {
      const path = pagePath(ask)
      const url = table.urls.find((one) => { const parts = new URL(one); return path && unslashed(parts.pathname) === path && ["", parts.hostname].includes(ask.host) })
      return url === undefined ? [] : [answered(ask.label, url, "address", "fine", "This address stays. No known change affects it.")]
    }
    const pinFacts = (name) => {
      const segment = segmentsOf(after(name, " "))[0] ?? ""
      return table.path_pins.includes(segment) && table.labels[segment] ? index.facts({ kind: "pin", key: table.labels[segment] }) : []
    }
    const of = (ask, { name, use }) => {
      const facts = [...new Set([...[...new Set([name, use].map(shape))].flatMap((one) => index.facts({ kind: "operation", key: one })), ...pinFacts(name)])]
      if (!facts.length) return [answered(ask.label, name, "operation", "fine", allClear([name]), [use])]
      return facts.map((fact) => stated(fact, now, { asked: ask.label, name, kind: "operation", uses: [use] }))
    }
    const answers = (ask) => {
      const moved = table.addresses.flatMap((address) => redirected(address, ask))
      if (moved.length) return moved
      const stays = staying(ask)
      return stays.length ? stays : foreign(ask) ? [] : operations(ask.method, ask.path).flatMap((one) => of(ask, one))
    }
    const why = (ask) => {
      if (foreign(ask)) return `\`${ask.host.slice(0, 100)}\` is not a host of this API.`
      const methods = ask.method ? [...new Set(operations("", ask.path).map((one) => before(one.name, " ")))] : []
      if (methods.length) return `The contract has this path for ${methods.join(", ")}, not for ${ask.method.slice(0, 20)}.`
      const lower = request(ask.method, (ask.host ? `https://${ask.host}` : "") + ask.path.toLowerCase() + ask.query)
      if (lower.path !== ask.path && answers(lower).length) return `Paths are case-sensitive: did you mean \`${lower.path.slice(0, 150)}\`?`
      return NOWHERE
    }
    return {
      answers,
      code: (ask) => {
        if (!ask.host || table.addresses.some((address) => remainder(address, ask) !== undefined)) return null
        const addresses = [ask.host + unslashed(before(ask.path, "#")), ask.host + pagePath(ask)]
        for (const [template, address] of table.doc_urls.flatMap((one) => addresses.map((other) => [one, other]))) {
          const [head, tail] = [before(after(template, "://"), "{code}"), after(template, "{code}")]
          if (address.startsWith(head) && address.endsWith(tail) && address.length > head.length + tail.length) return unquote(address.slice(head.length, address.length - tail.length))
        }
        return null
      },
      event: (ask) => {
        const address = ask.host + ask.path
        const page = ask.host && address.startsWith(site) ? address.slice(site.length) : ""
        return page.startsWith("webhooks/") ? unquote(unslashed(page.slice(9))) : ""
      },
      otherwise: (ask) => {
        if (ask.host && `${ask.host}${ask.path}/`.startsWith(site)) return answered(ask.label, ask.label, "page", "note", "A documentation page, not an API request.")
        return answered(ask.label, ask.label, "request", "unknown", why(ask))
      },
    }
  }

  /* resolver.py */
  const resolver = (table, fields, contracts, now) => {
    const index = indexed(table, fields)
    const asked = requests(table, contracts, index, now)
    const unknown = (label, text = NOWHERE) => answered(label, label, "", "unknown", text)
    const factsOf = (one, header) => {
      if (one.kind !== "sent") return index.facts(one).map((fact) => [one.key, fact, fact.instead ?? ""])
      const senders = table.addresses.flatMap((address) => address.headers.map((text) => [address, text.toLowerCase()])).filter(([, text]) => text.startsWith(`${one.key.toLowerCase()}:`))
      const exact = senders.filter(([, text]) => text === header.toLowerCase())
      return (exact.length ? exact : senders).map(([address]) => [address.path, address.fact, address.to])
    }
    const told = (label, parts, header = "") => {
      const uses = parts.flatMap(usesOf)
      const found = parts.flatMap((one) => factsOf(one, header).map(([name, fact, instead]) => stated(fact, now, { asked: label, kind: one.kind, name, instead, uses })))
      if (found.length || !parts.length) return found
      return [answered(label, parts[0].text, parts[0].kind, "fine", allClear(parts.map((one) => one.key)), uses)]
    }
    const isValue = (fields) => (one) => index.facts(one).length > 0 || one.kind !== "value" || !fields.every(index.lists)
    const find = (ask, label = ask.label) => {
      let parts = index.find(ask.text, ask.kind)
      if (!ask.value) return told(label, parts)
      if (!parts.length) parts = index.find(ask.text.slice(ask.text.lastIndexOf(".") + 1), ask.kind)
      const headers = parts.filter((one) => one.kind === "header" || one.kind === "sent")
      if (headers.length) {
        const pins = index.find(ask.value, "pin")
        if (pins.length || ask.text.toLowerCase() === table.version.toLowerCase()) return told(label, pins)
        return told(label, headers, `${headers[0].text}: ${ask.value}`)
      }
      const fields = parts.filter((one) => one.kind === "field" || one.kind === "parameter")
      const values = fields.length ? ["value", "event", "error"].flatMap((kind) => index.find(ask.value, kind)) : []
      if (!values.some(isValue(fields)) && index.excludes(fields, ask.value)) return [unknown(label, `\`${ask.value.slice(0, 60)}\` is not a known value of \`${fields[0].key}\`.`)]
      return told(label, values.length ? values : fields)
    }
    const ofRequest = (ask) => {
      const code = asked.code(ask)
      if (code !== null) {
        const found = find(named(code, "error"), ask.label)
        return found.length ? found : [unknown(ask.label)]
      }
      const found = asked.answers(ask)
      if (found.length) return found
      const event = asked.event(ask)
      const page = event ? find(named(event, "event"), ask.label) : []
      return page.length ? page : [asked.otherwise(ask)]
    }
    const words = (ask) => {
      const parts = wordsOf(ask.text)
      if (ask.kind || ask.value || parts.length < 2 || parts.length > limits.words) return []
      const found = parts.map((word) => (word.startsWith("/") ? ofRequest(request("", word)) : find(named(word))))
      return found.every((one) => one.length) ? found.flat() : []
    }
    const ofAsk = (ask) => {
      if (ask.path !== undefined) return ofRequest(ask)
      const found = find(ask)
      if (found.length || ask.optional) return found
      const several = words(ask)
      if (several.length) return several
      const version = ask.value && ask.text.toLowerCase() === table.version.toLowerCase()
      return [unknown(ask.label, version ? `No API version \`${ask.value.slice(0, 60)}\` is published here.` : NOWHERE)]
    }
    return {
      answers: (text) => {
        const found = new Map()
        for (const answer of asks(text).flatMap(ofAsk)) {
          const key = `${answer.name}\n${answer.state}\n${answer.text}`
          if (!found.has(key)) found.set(key, answer)
        }
        return found.size ? [...found.values()] : [unknown(text.trim().slice(0, limits.label))]
      },
      everybody: table.everybody.map((fact) => stated(fact, now, { asked: "everybody", name: "", kind: "", uses: [] })),
    }
  }

  /* answer_wording.py */
  const moment = (at) => {
    const [time, two] = [new Date(at * 1000), (number) => String(number).padStart(2, "0")]
    const seconds = time.getUTCSeconds() ? `:${two(time.getUTCSeconds())}` : ""
    return `${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]} ${time.getUTCFullYear()}, ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}${seconds} UTC`
  }
  const sections = (answers) => TITLES.map(([title, states]) => [title, states.flatMap((state) => answers.filter((one) => one.state === state))]).filter(([, listed]) => listed.length)
  const ends = (listed) => {
    const ended = listed.filter((one) => one.state === "ended").length
    const ending = listed.filter((one) => one.state === "ends" && one.at !== null).map((one) => one.at)
    return [ended && `${ended.toLocaleString("en")} ended`, ending.length && `${ending.length.toLocaleString("en")} will end, the first on ${moment(Math.min(...ending))}`].filter(Boolean).join("; ")
  }
  const summed = ([title, listed]) => {
    if (title === "Ends") return ends(listed)
    const words = { "Not in the contract": "not in the contract", "Changes to review": "with changes to review", "No known changes": "without known changes" }
    return `${listed.length.toLocaleString("en")} ${words[title] ?? title.toLowerCase()}`
  }
  const verdict = (answers) => {
    if (!answers.length) return "Nothing to look up."
    if (answers.every((one) => one.state === "fine")) {
      const kinds = kindsOf(answers.flatMap((one) => one.uses))
      return FINE.replace("{}", ["what you use", kinds].filter(Boolean).join(": "))
    }
    return `${sections(answers).map(summed).join("; ")}.`
  }
  const line = (answer) => `${answer.text}${answer.instead ? ` Use \`${answer.instead}\` instead.` : ""}`
  const nameLine = ({ asked, name }) => (name && name !== asked ? `${asked} (${name})` : asked)
  return { STATES, asks, lines, contracts, resolver, sections, verdict, line, nameLine, moment, kindsOf }
})()
