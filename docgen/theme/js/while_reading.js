/* What the theme does while the page is still read, so that nothing flashes or moves. `data-docgen` names the part.
   The theme has these as scripts within the page, which a strict Content-Security-Policy forbids.
   The names with `__md_` are those that the theme's own script looks for. */
(() => {
  const script = document.currentScript
  const part = (name) => document.querySelector(`[data-md-component=${name}]`)

  const remember = () => {
    window.__md_scope = new URL(script.dataset.scope, location)
    window.__md_hash = (text) => [...text].reduce((hash, char) => (hash << 5) - hash + char.charCodeAt(0), 0)
    window.__md_get = (key, store = localStorage, scope = window.__md_scope) =>
      JSON.parse(store.getItem(`${scope.pathname}.${key}`))
    window.__md_set = (key, value, store = localStorage, scope = window.__md_scope) => {
      try { store.setItem(`${scope.pathname}.${key}`, JSON.stringify(value)) } catch { /* a full or closed store */ }
    }
  }

  const SYSTEM = "(prefers-color-scheme)"
  const palettes = () => script.dataset.palettes.split("|").filter(Boolean).map((text) => {
    const [media, scheme, primary, accent] = text.split(";")
    return { media, scheme, primary, accent }
  })
  const colours = () => {
    const chosen = window.__md_get("__palette")?.color
    if (chosen && chosen.media !== SYSTEM) return chosen
    return palettes().find(({ media }) => media && media !== SYSTEM && matchMedia(media).matches)
  }
  const paint = (color) => {
    for (const name of ["media", "scheme", "primary", "accent"]) {
      if (color[name]) document.body.setAttribute(`data-md-color-${name}`, color[name].replaceAll(" ", "-"))
    }
  }
  /* The body is painted as soon as it exists: an observer is called before the browser draws. */
  const start = () => {
    remember()
    // A filter in the URL is applied before its list is shown: what it hides pushes nothing.
    document.documentElement.classList.toggle("dg-asked", location.search.length > 1)
    const color = colours()
    if (!color) return
    const observer = new MutationObserver(() => {
      if (!document.body) return
      observer.disconnect()
      paint(color)
    })
    observer.observe(document.documentElement, { childList: true })
  }

  const tab = (set, names) => {
    const labels = [...set.querySelectorAll(":scope > .tabbed-labels label")]
    return names.flatMap((name) => labels.filter((label) => label.innerText.trim() === name))[0]
  }
  const content = () => {
    const names = "tabs" in script.dataset ? window.__md_get("__tabs") : null
    for (const set of Array.isArray(names) ? document.querySelectorAll(".tabbed-set") : []) {
      const label = tab(set, names)
      if (label) document.getElementById(label.htmlFor).checked = true
    }
    const target = document.getElementById(location.hash.slice(1))
    if (target?.name?.startsWith("__tabbed_")) target.checked = true
  }

  const announce = () => {
    const bar = part("announce")
    const text = bar?.querySelector(".md-typeset")
    if (text && window.__md_hash(text.innerHTML) === window.__md_get("__announce")) bar.hidden = true
  }

  const outdated = () => {
    const known = window.__md_get("__outdated", sessionStorage, new URL(script.dataset.scope, location))
    if (known === true && part("outdated")) part("outdated").hidden = false
  }

  const consent = () => {
    const form = document.forms.consent
    const boxes = [...form.elements].filter((input) => input.name)
    const given = window.__md_get("__consent")
    if (given) for (const input of boxes) input.checked = Boolean(given[input.name])
    else if (location.protocol !== "file:") setTimeout(() => { part("consent").hidden = false }, 250)
    const decide = (event) => {
      event.preventDefault()
      if (event.type === "reset") for (const input of boxes) input.checked = false
      window.__md_set("__consent", Object.fromEntries([...new FormData(form).keys()].map((key) => [key, true])))
      location.hash = ""
      location.reload()
    }
    for (const action of ["submit", "reset"]) form.addEventListener(action, decide)
  }

  ({ start, content, announce, outdated, consent })[script.dataset.docgen]()
})()
