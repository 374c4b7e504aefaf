/* The search: a combobox over the files of docgen/render/search. They are fetched when the field is used, not before. */
(() => {
  const form = document.querySelector("form[data-dg-search]")
  if (!form) return
  const base = new URL(form.dataset.dgSearch, location.href)
  const root = base.pathname.endsWith("/") ? base : new URL(`${base}/`)
  const field = form.elements.q
  const toggle = document.getElementById("__search")
  const list = document.getElementById("dg-hits")
  const count = document.querySelector(".dg-search__count")
  const SHOWN = 30, GOOD = 0.55, EXACT = 130
  let active = 0

  const get = async (name) => {
    const answer = await fetch(new URL(`search/${name}.json`, root))
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
    return answer.json()
  }
  /* What was fetched stays, what could not be is asked for again. */
  const once = (load) => {
    const made = new Map()
    return (key, ...given) => {
      if (!made.has(key)) made.set(key, load(key, ...given).catch((error) => { made.delete(key); throw error }))
      return made.get(key)
    }
  }
  const first = once(() => get("names"))
  const index = once(async () => {
    const file = await first()
    const found = docgenSearch.index(file)
    const rest = await Promise.all([...Array(file.more).keys()].map((number) => get(`names-${number + 1}`)))
    for (const more of rest) docgenSearch.extend(found, more)
    return found
  })
  const piece = once(async (name, found) => {
    const { digest, words, fields } = await get(name)
    found.files.set(name, digest === found.digest ? (words ?? fields) : {}) // a site that was published in between
  })

  const element = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text })
  const options = () => [...list.children]
  const activate = (number) => {
    active = Math.max(0, Math.min(number, options().length - 1))
    for (const [at, option] of options().entries()) option.setAttribute("aria-selected", at === active)
    field.setAttribute("aria-activedescendant", options().length ? `dg-hit-${active}` : "")
    options()[active]?.scrollIntoView({ block: "nearest" })
  }
  const option = ({ document: found }, number) => {
    const made = element("a", "dg-hit")
    Object.assign(made, { id: `dg-hit-${number}`, href: new URL(found.url, root).href, role: "option", tabIndex: -1 })
    const about = element("span", "dg-hit__detail", found.path ? "" : found.detail)
    if (found.path) {
      const [method, path] = found.detail.split(" ")
      about.append(element("span", `dg-method dg-method--${method.toLowerCase()}`, method), " ", element("code", "", path))
    }
    made.append(element("span", "dg-hit__title", found.title), " ", element("span", "dg-chip", found.kind), " ", about)
    return made
  }
  const show = (hits) => {
    const good = hits.filter(({ score }) => score >= GOOD * Math.min(hits[0].score, EXACT))
    list.replaceChildren(...good.slice(0, SHOWN).map(option))
    count.textContent = good.length > SHOWN ? `The first ${SHOWN} of ${good.length} results` : `${good.length || "No"} result${good.length === 1 ? "" : "s"}`
    field.setAttribute("aria-expanded", good.length > 0)
    activate(0)
  }
  const clear = () => { list.replaceChildren(); count.textContent = ""; field.setAttribute("aria-expanded", false); activate(0) }
  const search = async () => {
    const text = field.value
    const isCurrent = () => text === field.value
    if (!text.trim()) return clear()
    try {
      const found = await index()
      if (!isCurrent()) return
      const hits = docgenSearch.rank(found, text)
      const numbers = docgenSearch.wanted(found, text, hits)
      if (!numbers.length) return show(hits)
      await Promise.all(numbers.map((number) => piece(number, found)))
      if (isCurrent()) show(docgenSearch.rank(found, text))
    } catch {
      clear()
      count.textContent = "The search could not be loaded. Try again."
    }
  }

  const open = (wanted) => { if (toggle.checked !== wanted) toggle.click() } // the theme listens for it
  const close = () => { open(false); field.blur() }
  field.addEventListener("focus", () => { open(true); first().catch(() => {}) })
  field.addEventListener("input", search)
  toggle.addEventListener("change", () => { if (toggle.checked) field.focus() })
  form.addEventListener("reset", () => { clear(); field.focus() })
  form.addEventListener("submit", (event) => event.preventDefault())
  form.parentElement.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !form.parentElement.contains(relatedTarget)) open(false)
  })
  const KEYS = { ArrowDown: () => activate(active + 1), ArrowUp: () => activate(active - 1), Escape: close, Enter: () => options()[active]?.click() }
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !KEYS[event.key]) return
    event.preventDefault()
    KEYS[event.key]()
  })
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
  field.placeholder = `${field.placeholder} (${isMac ? "\u2318K" : "Ctrl+K"})`
  /* Whether a press asks for the search: K with Ctrl or Command also in a field of one line, none in an open dialog. */
  const asks = (event) => {
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open], [aria-modal=true]")) return false
    const [wanted, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey]
    if (other) return false
    if (wanted) return event.key.toLowerCase() === "k" && !event.shiftKey && !event.target.closest("textarea, [contenteditable]")
    return ["/", "s", "f"].includes(event.key) && !event.target.closest("input, textarea, select, [contenteditable]")
  }
  document.addEventListener("keydown", (event) => {
    if (!asks(event)) return
    event.preventDefault()
    field.focus()
  })
  list.addEventListener("click", (event) => { if (event.target.closest("a")) open(false) }) // it may be on this page
  const asked = new URLSearchParams(location.search).get("q")
  if (asked) { field.value = asked; field.focus(); search() }
})()
