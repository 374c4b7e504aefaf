/* Does this affect me: the answer of `docgen upgrade --using` from upgrade.json; pin and uses live in the URL. */
(() => {
  const form = document.getElementById("dg-affects")
  if (!form) return
  const answer = document.getElementById("dg-verdict")
  const [from, find, boxes, list] = ["select", ".dg-affects__filter", ".dg-affects__uses", "textarea"].map((one) => form.querySelector(one))
  const source = new URL(form.dataset.source, location.href)
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")
  const ASKED = ["required", "recommended", "none"]
  const day = (iso) => { const [year, month, date] = iso.split("-").map(Number); return `${date} ${MONTHS[month - 1]} ${year}` }
  const counted = (count, noun, plural = `${noun}s`) => `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`
  const made = (tag, text = "", name = "") => Object.assign(document.createElement(tag), { textContent: text, className: name })
  const worded = (text) => {
    const line = made("span")
    line.append(...text.split("`").map((part, index, parts) => (index % 2 && parts.length % 2 ? made("code", part) : part)))
    return line
  }
  const chip = (text, name) => made("span", text, `dg-chip dg-chip--${name}`)

  /* A request finds its operation as docgen/upgrade/routes.py finds it. */
  const pieces = (path) => { const bare = path.replace(/^\/+|\/+$/g, ""); return bare ? bare.split("/") : [] }
  const decoded = (segment) => { try { return decodeURIComponent(segment) } catch { return segment } }
  const pattern = (segment) => segment.split(/\{[^{}]*\}/).map((part) => part.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, "\\$&")).join("(.+)")
  const node = () => ({ literals: new Map(), patterns: [], ends: new Map() })
  const follow = (at, segment) => {
    if (!segment.includes("{")) {
      if (!at.literals.has(segment)) at.literals.set(segment, node())
      return at.literals.get(segment)
    }
    const text = pattern(segment)
    const known = at.patterns.find((one) => one.text === text)
    if (known) return known.next
    const made = { text, whole: new RegExp(`^(?:${text})$`, "s"), next: node() }
    const literal = (one) => one.text.replaceAll("(.+)", "").length
    at.patterns.push(made)
    at.patterns.sort((a, b) => literal(b) - literal(a))
    return made.next
  }
  const match = (at, segments, method) => {
    if (!segments.length) return at.ends.get(method)
    const [segment, rest] = [decoded(segments[0]), segments.slice(1)]
    const literal = at.literals.get(segment)
    let found = literal && match(literal, rest, method)
    for (const { whole, next } of found === undefined ? at.patterns : []) {
      if (whole.test(segment) && (found = match(next, rest, method)) !== undefined) break
    }
    return found
  }
  const routes = ({ hosts, bases, operations }) => {
    const [root, names] = [node(), new Map()]
    for (const { method, path, use } of operations) {
      names.set(`${method} ${path}`, use)
      const end = pieces(path.split(/[?#]/)[0]).reduce(follow, root)
      if (!end.ends.has(method)) end.ends.set(method, use)
    }
    return (method, target) => {
      if (names.has(`${method} ${target}`)) return names.get(`${method} ${target}`)
      const absolute = /^https?:\/\/([^/?#]*)([^?#]*)/i.exec(target)
      const host = absolute && absolute[1].replace(/^.*@/, "").replace(/:\d*$/, "").toLowerCase()
      if (absolute && hosts.length && !hosts.includes(host)) return undefined
      const path = absolute ? absolute[2] : target.split(/[?#]/)[0]
      for (const name of method === "HEAD" ? [method, "GET"] : [method]) {
        for (const base of bases) {
          const found = `${path}/`.startsWith(`${base}/`) ? match(root, pieces(path.slice(base.length)), name) : undefined
          if (found !== undefined) return found
        }
      }
      return undefined
    }
  }

  /* The lines of a list as docgen/upgrade/usage.py reads them. */
  const lines = () => list.value.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"))
  const named = (way, line) => {
    const event = /^event\s+(\S+)$/i.exec(line)
    if (event) return way.index.get(`event ${event[1]}`)
    const listed = /^([A-Za-z]+)\s+(\/\S*|https?:\/\/\S+)$/.exec(line.split(" #")[0].trim())
    if (!listed) return undefined
    for (const route of way.routes) {
      const found = route(listed[1].toUpperCase(), listed[2])
      if (found !== undefined) return found
    }
    return undefined
  }

  const told = (data, way, used) => {
    const concerns = (uses) => uses === null || uses.some((use) => used.has(use))
    const touching = way.changes.map((change) => concerns(change.uses))
    const steps = way.steps.map((step) => {
      const entry = data.bySlug.get(step.slug)
      const changes = step.changes.filter((index) => touching[index]).map((index) => way.changes[index])
      const breaking = entry.impact === "breaking" || Boolean(entry.breaks_on) || changes.some((change) => change.level === "breaking")
      return { entry, changes, breaking, kept: concerns(step.uses) || changes.length > 0 }
    })
    const rank = ({ entry, breaking }) => [breaking ? 0 : 1 + ASKED.indexOf(entry.action.level), entry.action.by ?? "9999-12-31", entry.effective, entry.slug]
    const order = (a, b) => { const [one, two] = [rank(a), rank(b)]; const at = one.findIndex((part, index) => part !== two[index]); return at < 0 ? 0 : one[at] < two[at] ? -1 : 1 }
    const unexplained = way.unexplained.filter((index) => touching[index]).map((index) => way.changes[index])
    return {
      steps: steps.filter((step) => step.kept).sort(order),
      unexplained: unexplained.sort((a, b) => ["breaking", "warning", "info"].indexOf(a.level) - ["breaking", "warning", "info"].indexOf(b.level)),
      leftOut: [steps.filter((step) => !step.kept).length, touching.filter((reached) => !reached).length],
    }
  }

  /* The words are those of docgen/upgrade/wording.py. */
  const verdict = ({ steps, unexplained }) => {
    if (!steps.length && !unexplained.length) return "Nothing to do: nothing that you use has changed."
    const required = steps.filter(({ entry }) => entry.action.level === "required")
    const first = required.map(({ entry }) => entry.action.by).filter(Boolean).sort()[0]
    const silent = unexplained.filter((change) => change.level === "breaking").length
    const said = [`${counted(steps.filter((step) => step.breaking).length, "announced breaking change")}, ${counted(required.length, "required action")}`]
    if (first) said.push(`the first by ${day(first)}`)
    if (silent) said.push(`${counted(silent, "breaking difference")} that no entry explains`)
    return `${said.join("; ")}.`
  }
  const closing = (way, { leftOut: [entries, changes] }, unknown) => {
    const said = []
    if (entries || changes) {
      const parts = [entries && counted(entries, "entry", "entries"), changes && counted(changes, "difference")].filter(Boolean)
      said.push(`Left out: ${parts.join(" and ")} ${entries + changes === 1 ? "that reaches" : "that reach"} nothing that you use.`)
    }
    if (way.unpublished) said.push(`${counted(way.unpublished, "more entry", "more entries")} of these pins will be published later.`)
    if (unknown.length) said.push(`In neither contract: ${unknown.join(", ")}.`)
    return said
  }

  const root = (data) => data.$schema.slice(0, -"schema/upgrade.json".length)
  const local = (data, url) => (url.startsWith(root(data)) ? new URL(url.slice(root(data).length), source).href : url)
  const breaks = (iso) => `${iso > new Date().toISOString().slice(0, 10) ? "breaks" : "broke"} on ${day(iso)}`
  const shownStep = (data) => ({ entry, changes, breaking }) => {
    const item = made("li")
    const link = Object.assign(made("a", entry.title), { href: local(data, entry.url) })
    item.append(link, " ")
    if (breaking) item.append(chip(entry.breaks_on ? breaks(entry.breaks_on) : "breaking", "breaking"), " ")
    if (entry.action.level !== "none") item.append(chip(`action ${entry.action.level}${entry.action.by ? ` by ${day(entry.action.by)}` : ""}`, entry.action.level === "required" ? "action" : "advice"))
    item.append(worded(entry.summary), ...entry.action.steps.map((step) => worded(`– ${step}`)))
    item.append(...changes.slice(0, 5).map((change) => worded(`${change.level}: ${change.text}`)))
    if (changes.length > 5) item.append(made("span", `and ${counted(changes.length - 5, "more change")}`))
    return item
  }
  const section = (title, items) => {
    const whole = made("ul")
    whole.append(...items)
    return items.length ? [made("h2", title), whole] : []
  }
  const show = (data, way) => {
    const checked = [...boxes.querySelectorAll("input:checked")].map((box) => Number(box.value))
    const listed = lines().map((line) => [line, named(way, line)])
    const used = new Set([...checked, ...listed.map(([, use]) => use).filter((use) => use !== undefined)])
    const unknown = [...new Set(listed.filter(([, use]) => use === undefined).map(([line]) => line))]
    answer.className = "dg-verdict"
    if (!used.size && !unknown.length) return answer.replaceChildren(made("p", "Pick an operation or an event, or paste a list.", "dg-verdict__said"))
    const found = told(data, way, used)
    const events = [...used].filter((use) => way.uses[use].startsWith("event ")).length
    const counts = [used.size - events && counted(used.size - events, "operation"), events && counted(events, "event")].filter(Boolean)
    const line = shownStep(data)
    const silent = found.unexplained.map((change) => {
      const item = made("li")
      item.append(worded(`${change.level}: ${change.text}`))
      return item
    })
    answer.classList.add([...found.steps, ...found.unexplained].some((one) => one.breaking || one.level === "breaking") ? "dg-verdict--breaking" : "dg-verdict--clear")
    answer.replaceChildren(
      made("p", verdict(found), "dg-verdict__said"),
      made("p", `From ${way.from ?? "before the first date-pin"} to ${way.to}. You use ${counts.join(" and ") || "nothing of either contract"}.`),
      ...section("Breaking", found.steps.filter((step) => step.breaking).map(line)),
      ...section("Also to do", found.steps.filter((step) => !step.breaking && step.entry.action.level !== "none").map(line)),
      ...section("Good to know", found.steps.filter((step) => !step.breaking && step.entry.action.level === "none").map(line)),
      ...section("Different in the contract, and explained by no entry", silent.slice(0, 30)),
      ...closing(way, found, unknown).map((text) => made("p", text)),
    )
  }

  const wayOf = (data) => data.ways.find((way) => (way.from ?? "") === from.value) ?? data.ways[data.ways.length - 1]
  const offer = (way, chosen) => {
    boxes.replaceChildren(...way.uses.map((use, index) => {
      const label = made("label")
      label.append(Object.assign(made("input"), { type: "checkbox", value: index, checked: chosen.has(use) }), made("code", use))
      return label
    }))
    narrow()
  }
  const narrow = () => {
    const words = find.value.toLowerCase().split(/\s+/)
    for (const label of boxes.children) label.hidden = !words.every((word) => label.textContent.toLowerCase().includes(word))
  }
  const chosen = (way) => [...boxes.querySelectorAll("input:checked")].map((box) => way.uses[box.value])
  const write = (way) => {
    const query = new URLSearchParams([["from", from.value], ...[...chosen(way), ...lines()].map((use) => ["use", use])])
    if (!from.value && [...query].length === 1) query.delete("from")
    const text = query.toString()
    history.replaceState(history.state, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`)
  }
  const start = (data) => {
    data.bySlug = new Map(data.entries.map((entry) => [entry.slug, entry]))
    for (const way of data.ways) {
      way.index = new Map(way.uses.map((use, index) => [use, index]))
      way.routes = way.contracts.map(routes)
    }
    let way
    const read = () => {
      const query = new URLSearchParams(location.search)
      const wanted = query.get("from")
      if (wanted !== null && [...from.options].some((option) => option.value === wanted)) from.value = wanted
      way = wayOf(data)
      const uses = query.getAll("use")
      offer(way, new Set(uses))
      list.value = uses.filter((use) => !way.index.has(use)).join("\n")
      show(data, way)
    }
    form.addEventListener("submit", (event) => event.preventDefault())
    form.addEventListener("input", (event) => {
      if (event.target === find) return narrow()
      if (event.target === from) {
        const before = chosen(way)
        way = wayOf(data)
        offer(way, new Set(before))
      }
      show(data, way)
      write(way)
    })
    form.addEventListener("reset", () => setTimeout(() => { offer(way = wayOf(data), new Set()); show(data, way); write(way) }))
    addEventListener("popstate", read)
    read()
  }
  fetch(source).then((answered) => (answered.ok ? answered.json() : Promise.reject(new Error(answered.statusText)))).then(start)
    .catch(() => { answer.textContent = "The list could not be loaded; every operation and event stands below." })
})()
