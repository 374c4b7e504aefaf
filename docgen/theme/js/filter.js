/* Filters the items of a page by the fields of a form. What was chosen stands in the URL, so that a link keeps it. */
(() => {
  const plain = (text) => text.toLowerCase().replace(/[\s_.-]+/g, " ").trim()
  const form = document.querySelector("form[data-dg-filter]")
  if (!form) return
  const items = [...document.querySelectorAll("[data-dg-item]")]
  const groups = [...document.querySelectorAll("[data-dg-group]")]
  const count = document.querySelector("[data-dg-count]")
  const nothing = document.querySelector("[data-dg-nothing]")
  const texts = new Map(items.map((item) => [item, plain(`${item.textContent} ${item.dataset.dgItem}`)]))
  const fields = [...form.elements].filter((field) => field.name)

  const fits = (item) => fields.every(({ name, value }) => {
    if (!value) return true
    if (name === "words") return plain(value).split(" ").every((word) => texts.get(item).includes(word))
    return (item.dataset[name] ?? "").split("|").includes(value)
  })
  /* A group, and where its heading stands before it, all from there on. */
  const parts = (group) => {
    const found = [group]
    let before = group.dataset.dgGroup === "headed" ? group.previousElementSibling : null
    for (; before; before = before.previousElementSibling) {
      found.push(before)
      if (/^H[1-6]$/.test(before.tagName)) break
    }
    return found
  }
  const show = () => {
    for (const item of items) item.hidden = !fits(item)
    const left = items.filter((item) => !item.hidden).length
    const whole = left === items.length
    for (const group of groups) {
      const empty = !whole && !group.querySelector("[data-dg-item]:not([hidden])")
      for (const part of parts(group)) part.hidden = empty
    }
    if (nothing) nothing.hidden = left > 0
    const noun = items.length === 1 ? form.dataset.dgFilter.replace(/s$/, "") : form.dataset.dgFilter
    count.textContent = `${whole ? "" : `${left} of `}${items.length} ${noun}`
  }
  const remember = () => {
    const url = new URL(location.href)
    for (const { name, value } of fields) {
      if (value.trim()) url.searchParams.set(name, value.trim())
      else url.searchParams.delete(name)
    }
    history.replaceState(history.state, "", url)
  }
  const read = () => {
    const asked = new URLSearchParams(location.search)
    for (const field of fields) {
      const wanted = asked.get(field.name) ?? ""
      /* A value that no item has any more still filters: nothing fits it. */
      if (field.options && ![...field.options].some(({ value }) => value === wanted)) field.add(new Option(wanted))
      field.value = wanted
    }
    show()
  }

  form.addEventListener("input", () => { show(); remember() })
  form.addEventListener("reset", () => setTimeout(() => { show(); remember() }))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const first = items.find((item) => !item.hidden)
    if (first) (first.matches("a") ? first : first.querySelector("a")).focus()
  })
  addEventListener("popstate", read)
  addEventListener("pageshow", (event) => { if (event.persisted) read() })
  read()
  document.documentElement.classList.remove("dg-asked")
})()
