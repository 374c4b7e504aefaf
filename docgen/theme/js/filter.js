/* Filters the items of a page by the fields of a form. What was chosen stands in the URL, so that a link keeps it.
   Items that stand on pages of their own, which data-dg-older links, are read at the first question. */
(() => {
  const plain = (text) => text.toLowerCase().replace(/[\s_.-]+/g, " ").trim()
  const form = document.querySelector("form[data-dg-filter]")
  if (!form) return
  const items = [...document.querySelectorAll("[data-dg-item]")]
  const groups = [...document.querySelectorAll("[data-dg-group]")]
  const count = document.querySelector("[data-dg-count]")
  const nothing = document.querySelector("[data-dg-nothing]")
  const text = (item) => plain(`${item.textContent} ${item.dataset.dgItem}`)
  const texts = new Map(items.map((item) => [item, text(item)]))
  const fields = [...form.elements].filter((field) => field.name)
  const older = new Set()
  let unread = [...document.querySelectorAll("a[data-dg-older]")]
  let reading = "not yet"

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
    const asked = fields.some(({ value }) => value.trim())
    for (const item of items) item.hidden = asked ? !fits(item) : older.has(item)
    const left = items.filter((item) => !item.hidden).length
    const rest = unread.reduce((sum, link) => sum + Number(link.dataset.dgOlder), 0)
    const all = items.length + rest
    for (const group of groups) {
      const empty = !group.querySelector("[data-dg-item]:not([hidden])")
      const whole = !asked || left === items.length
      for (const part of parts(group)) part.hidden = empty && (!whole || older.has(group))
    }
    if (asked && rest && reading === "not yet") read()
    if (nothing) nothing.hidden = left > 0 || rest > 0
    const noun = all === 1 ? form.dataset.dgFilter.replace(/s$/, "") : form.dataset.dgFilter
    const still = !asked || !rest ? "" : reading === "done" ? `, ${rest} older not searched` : ", searching older ones"
    count.textContent = `${!asked || left === all ? "" : `${left} of `}${all} ${noun}${still}`
  }
  /* The groups of a page of older items, with its links and without its ids, which may be on this page already. */
  const groupsOf = async (link) => {
    const answer = await fetch(link.href)
    if (!answer.ok) throw new Error(`${answer.status}`)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    for (const one of page.querySelectorAll("[href]")) one.setAttribute("href", new URL(one.getAttribute("href"), link.href))
    for (const one of page.querySelectorAll("[id]")) one.removeAttribute("id")
    return [...page.querySelectorAll("[data-dg-group]")]
  }
  const read = async () => {
    reading = "begun"
    const place = unread[0].closest("nav").previousElementSibling
    const failed = []
    const pages = await Promise.all(unread.map((link) => groupsOf(link).catch(() => { failed.push(link); return [] })))
    unread = failed
    reading = "done"
    for (const group of pages.flat()) {
      place.before(...parts(group).reverse().map((part) => document.adoptNode(part)))
      groups.push(group)
      older.add(group)
      for (const item of group.querySelectorAll("[data-dg-item]")) {
        items.push(item)
        older.add(item)
        texts.set(item, text(item))
      }
    }
    show()
  }
  const remember = () => {
    const url = new URL(location.href)
    for (const { name, value } of fields) {
      if (value.trim()) url.searchParams.set(name, value.trim())
      else url.searchParams.delete(name)
    }
    history.replaceState(history.state, "", url)
  }
  const restore = () => {
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
  addEventListener("popstate", restore)
  addEventListener("pageshow", (event) => { if (event.persisted) restore() })
  restore()
  document.documentElement.classList.remove("dg-asked")
})()
