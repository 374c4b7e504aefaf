/* Does this affect me: the answer of `docgen upgrade --using` from uses.json, and from fields.json where something is
   pasted; pin and uses live in the URL, and of what is pasted only requests and names that are known: a command may hold a key. */
(() => {
  const form = document.getElementById("dg-affects")
  if (!form) return
  const answer = document.getElementById("dg-verdict")
  const [from, find, boxes, list] = ["select", ".dg-affects__filter", ".dg-affects__uses", "textarea"].map((one) => form.querySelector(one))
  const [source, fieldSource] = [form.dataset.source, form.dataset.fields].map((address) => new URL(address, location.href))
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
  const standard = [...from.options].find((option) => option.defaultSelected)?.value ?? from.options[0].value
  const chip = (text, name) => made("span", text, `dg-chip dg-chip--${name}`)

  /* Whether the text of a change names a part such as `schema Booking`: a field also beside its schema. */
  const names = (text, use) => {
    const name = use.slice(use.indexOf(" ") + 1)
    const at = name.lastIndexOf(".")
    const isBeside = at > 0 && text.includes(`\`${name.slice(at + 1)}\``) && text.includes(`\`${name.slice(0, at)}\``)
    return isBeside || text.includes(`\`${name}\``) || text.includes(`\`${name}.`)
  }
  const told = (data, way, used, parts) => {
    const concerns = (uses) => uses === null || uses.some((use) => used.has(use))
    const touching = way.changes.map((change) => concerns(change.uses) || parts.some((use) => names(change.text, use)))
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
  const verdict = ({ steps, unexplained }, attention, today) => {
    if (!steps.length && !unexplained.length) return attention.length ? "Nothing else that you use has changed." : "Nothing to do: nothing that you use has changed."
    const required = steps.filter(({ entry }) => entry.action.level === "required")
    const first = required.map(({ entry }) => entry.action.by).filter(Boolean).sort()[0]
    const silent = unexplained.filter((change) => change.level === "breaking").length
    const said = [`${counted(steps.filter((step) => step.breaking).length, "announced breaking change")}, ${counted(required.length, "required action")}`]
    if (first) said.push(`the first ${first < today ? "was due " : ""}by ${day(first)}`)
    if (silent) said.push(`${counted(silent, "breaking difference")} without a changelog entry`)
    return `${said.join("; ")}.`
  }
  const closing = (way, { leftOut: [entries, changes] }) => {
    const said = []
    if (entries || changes) {
      const parts = [entries && counted(entries, "entry", "entries"), changes && counted(changes, "difference")].filter(Boolean)
      said.push(`Not shown: ${parts.join(" and ")} that ${entries + changes === 1 ? "does" : "do"} not affect what you use.`)
    }
    if (way.unpublished) said.push(`${counted(way.unpublished, "more entry", "more entries")} of these API versions will be published later.`)
    return said
  }

  const root = (data) => data.$schema.slice(0, -"schema/upgrade.json".length)
  const local = (data, url) => (url.startsWith(root(data)) ? new URL(`../../${url.slice(root(data).length)}`, source).href : url)
  const breaks = (iso) => `${iso > new Date().toISOString().slice(0, 10) ? "breaks" : "broke"} on ${day(iso)}`
  /* As `says_more` of docgen/render/contract_changes.py: whether a text has a word that none of `told` has. */
  const words = (text) => new Set((text.replace(/ \(schemas?: [^()]*\)/g, "").toLowerCase().match(/[\p{L}\p{N}_](?:[^\s`*()&;,:]*[\p{L}\p{N}_])?/gu) ?? []).map((word) => word.replace(/s$/, "")))
  const saysMore = (text, ...told) => told.map(words).every((known) => [...words(text)].some((word) => !known.has(word)))
  const shownStep = (data) => ({ entry, changes, breaking }) => {
    const item = made("li")
    const link = Object.assign(made("a", entry.title), { href: local(data, entry.url) })
    item.append(link, " ")
    if (breaking) item.append(chip(entry.breaks_on ? breaks(entry.breaks_on) : "breaking", "breaking"), " ")
    if (entry.action.level !== "none") item.append(chip(`action ${entry.action.level}${entry.action.by ? ` by ${day(entry.action.by)}` : ""}`, entry.action.level === "required" ? "action" : "advice"))
    if (saysMore(entry.summary, entry.title)) item.append(worded(entry.summary))
    const untold = changes.filter((change) => saysMore(change.text, entry.title, entry.summary))
    item.append(...entry.action.steps.map((step) => worded(`– ${step}`)))
    item.append(...untold.slice(0, 5).map((change) => worded(`${change.level}: ${change.text}`)))
    if (untold.length > 5) item.append(made("span", `and ${counted(untold.length - 5, "more change")}`))
    return item
  }
  const section = (title, items) => {
    const whole = made("ul")
    whole.append(...items)
    return items.length ? [made("h2", title), whole] : []
  }
  const shownAnswer = (data) => (one) => {
    const item = made("li", "", `dg-answer dg-answer--${one.state}`)
    if (one.name) item.append(made("code", docgenAnswers.nameLine(one)))
    item.append(worded(docgenAnswers.line(one)))
    if (one.url) item.append(Object.assign(made("a", "Read more"), { href: local(data, one.url) }))
    return item
  }
  const distinct = (found) => [...new Map(found.map((one) => [`${one.name}\n${one.state}\n${one.text}`, one])).values()]
  const asked = (way) => [...chosen(way), ...docgenAnswers.lines(list.value)]
  const show = (data, way) => {
    answer.className = "dg-verdict"
    if (!asked(way).length) return answer.replaceChildren(made("p", "Select an operation or an event, or paste what you use.", "dg-verdict__said"))
    const { resolver } = way
    const answers = distinct(asked(way).flatMap(resolver.answers))
    const used = new Set(answers.flatMap((one) => one.uses).map((use) => way.index.get(use)).filter((use) => use !== undefined))
    const parts = answers.flatMap((one) => one.uses).filter((use) => /^(?!event )[a-z]/.test(use))
    const found = told(data, way, used, parts)
    const slugs = new Set(found.steps.map(({ entry }) => entry.slug))
    const attention = answers.filter((one) => one.state !== "fine" && !(one.state === "act" && slugs.has(one.entry)))
    const everybody = way.isCurrent ? resolver.everybody : []
    const changed = found.steps.length + found.unexplained.length > 0
    const fine = changed ? [] : answers.filter((one) => one.state === "fine")
    const counts = docgenAnswers.kindsOf([...[...used].map((use) => way.uses[use]), ...parts])
    const [line, shown] = [shownStep(data), shownAnswer(data)]
    const silent = found.unexplained.map((change) => {
      const item = made("li")
      item.append(worded(`${change.level}: ${change.text}`))
      return item
    })
    const ending = attention.some((one) => one.state === "ended" || one.state === "ends")
    const breaking = ending || [...found.steps, ...found.unexplained].some((one) => one.breaking || one.level === "breaking")
    const clear = !attention.length && !everybody.length
    answer.classList.add(breaking ? "dg-verdict--breaking" : clear ? "dg-verdict--clear" : "dg-verdict--open")
    const said = []
    if (way.isCurrent) said.push(docgenAnswers.verdict([...answers, ...everybody]))
    else said.push(...(attention.length ? [docgenAnswers.verdict(attention)] : []), verdict(found, attention, data.as_of))
    const path = way.isCurrent ? `For ${way.to}, the current version.` : `From ${way.from ?? "before the first API version"} to ${way.to}.`
    const sections = docgenAnswers.sections
    answer.replaceChildren(
      ...said.map((text) => made("p", text, "dg-verdict__said")),
      made("p", `${path} You use ${counts || "no known operation or event"}.`),
      ...sections(attention).flatMap(([title, listed]) => section(title, listed.map(shown))),
      ...section("For everyone", everybody.map(shown)),
      ...section("Breaking", found.steps.filter((step) => step.breaking).map(line)),
      ...section("Also to do", found.steps.filter((step) => !step.breaking && step.entry.action.level !== "none").map(line)),
      ...section("Good to know", found.steps.filter((step) => !step.breaking && step.entry.action.level === "none").map(line)),
      ...section("Contract changes without a changelog entry", silent.slice(0, 30)),
      ...sections(fine).flatMap(([title, listed]) => section(title, listed.map(shown))),
      ...closing(way, found).map((text) => made("p", text)),
    )
  }

  const wayOf = (data) => data.ways.find((way) => (way.from ?? "") === from.value) ?? data.ways[data.ways.length - 1]
  /* Who is on the current pin goes nowhere: what ends there, and what is known of the rest, is all of the answer. */
  const stay = (way) => ({ ...way, from: way.to, steps: [], changes: [], unexplained: [], unpublished: 0, isCurrent: true })
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
  const shareable = (way) => [...new Set(docgenAnswers.lines(list.value).flatMap(docgenAnswers.asks).filter((ask) => ask.path !== undefined || way.resolver.answers(ask.label)[0].state !== "unknown").map((ask) => ask.label))]
  const write = (way) => {
    const query = new URLSearchParams([["from", from.value], ...[...chosen(way), ...shareable(way)].map((use) => ["use", use])])
    if (from.value === standard && [...query].length === 1) query.delete("from")
    const text = query.toString()
    history.replaceState(history.state, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`)
  }
  const start = (data) => {
    data.bySlug = new Map(data.entries.map((entry) => [entry.slug, entry]))
    const now = Math.max(Date.parse(data.as_of), Date.now()) / 1000
    data.ways.unshift(stay(data.ways[data.ways.length - 1]))
    for (const way of data.ways) way.index = new Map(way.uses.map((use, index) => [use, index]))
    const resolve = (fields) => {
      for (const way of data.ways) way.resolver = docgenAnswers.resolver(data.lookup, fields, docgenAnswers.contracts(data, way.from), now)
    }
    resolve({ fields: {}, enums: [] })
    let way
    let known
    /* What is shown and shared, once what it rests on is there: fields are half of the data, and only lines name them. */
    const update = async (isShared) => {
      if (list.value.trim()) known ??= json(fieldSource).then(resolve)
      answer.ariaBusy = "true"
      try { await known } catch { known = undefined }
      answer.ariaBusy = "false"
      if (list.value.trim() && !known) return fail()
      show(data, way)
      if (isShared) write(way)
    }
    const read = () => {
      const query = new URLSearchParams(location.search)
      const wanted = query.get("from")
      if (wanted !== null && [...from.options].some((option) => option.value === wanted)) from.value = wanted
      way = wayOf(data)
      const uses = query.getAll("use")
      offer(way, new Set(uses))
      list.value = uses.filter((use) => !way.index.has(use)).join("\n")
      update(false)
    }
    form.addEventListener("input", (event) => {
      if (event.target === find) return narrow()
      if (event.target === from) {
        const before = chosen(way)
        way = wayOf(data)
        offer(way, new Set(before))
      }
      update(true)
    })
    form.addEventListener("reset", () => setTimeout(() => { offer(way = wayOf(data), new Set()); update(true) }))
    addEventListener("popstate", read)
    read()
  }
  const json = async (address) => {
    const answered = await fetch(address)
    if (!answered.ok) throw new Error(answered.statusText)
    return answered.json()
  }
  const fail = () => { answer.textContent = "The list could not be loaded. Every operation and event is listed below." }
  /* The data comes with the first use, or where the URL asks; what a reader pastes meanwhile stays. */
  const begin = async () => {
    form.removeEventListener("focusin", begin)
    try {
      const data = await json(source)
      const [pasted, words] = [list.value, find.value]
      start(data)
      if (words) { find.value = words; narrow() }
      if (pasted) { list.value = pasted; list.dispatchEvent(new Event("input", { bubbles: true })) }
    } catch { fail() }
  }
  form.addEventListener("submit", (event) => event.preventDefault())
  if (location.search) begin()
  else form.addEventListener("focusin", begin)
})()
