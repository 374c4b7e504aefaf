/* The filters of the timeline: they live in the URL, hide what does not match, and say how much is left. */
(() => {
  const form = document.getElementById("dg-filters")
  if (!form) return
  const entries = [...document.querySelectorAll(".dg-event")].map((element) => ({
    element,
    group: element.closest(".dg-timeline"),
    words: element.textContent.toLowerCase(),
    area: [...element.querySelectorAll(".dg-chip--area")].map((chip) => chip.textContent),
    pin: [element.closest(".dg-timeline").dataset.pin],
    ...Object.fromEntries(["kind", "impact", "action"].map((name) => [name, [element.dataset[name]]])),
  }))
  const count = form.querySelector("output")
  const nothing = document.getElementById("dg-nothing")
  const controls = [...form.elements].filter((control) => control.name)

  const heads = (group) => {
    const about = group.previousElementSibling
    return [group, about, about && about.previousElementSibling].filter(Boolean)
  }
  const matches = (entry) => controls.every(({ name, value }) => {
    const wanted = value.trim()
    if (!wanted) return true
    if (name === "words") return wanted.toLowerCase().split(/\s+/).every((word) => entry.words.includes(word))
    return entry[name].includes(wanted)
  })
  const show = () => {
    const left = entries.filter((entry) => (entry.element.hidden = !matches(entry)) === false)
    const groups = new Set(left.map((entry) => entry.group))
    for (const group of document.querySelectorAll(".dg-timeline")) {
      for (const part of heads(group)) part.hidden = left.length < entries.length && !groups.has(group)
    }
    nothing.hidden = left.length > 0
    count.textContent = left.length === entries.length ? `${left.length} changes` : `${left.length} of ${entries.length} changes`
  }
  const write = () => {
    const query = new URLSearchParams(controls.filter(({ value }) => value.trim()).map(({ name, value }) => [name, value.trim()]))
    const text = query.toString()
    history.replaceState(history.state, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`)
  }
  const read = () => {
    const query = new URLSearchParams(location.search)
    for (const control of controls) {
      const wanted = query.get(control.name) ?? ""
      if (control.tagName !== "SELECT") control.value = wanted
      else {
        /* A value that no entry has any more still filters: nothing matches it. */
        if (![...control.options].some((option) => option.value === wanted)) control.add(new Option(wanted))
        control.value = wanted
      }
    }
    show()
  }
  form.addEventListener("submit", (event) => event.preventDefault())
  form.addEventListener("input", () => { show(); write() })
  form.addEventListener("reset", () => setTimeout(() => {
    for (const control of controls) control.value = ""
    show()
    write()
  }))
  addEventListener("popstate", read)
  addEventListener("pageshow", (event) => { if (event.persisted) read() })
  read()
  document.documentElement.classList.remove("dg-asked")
})()
