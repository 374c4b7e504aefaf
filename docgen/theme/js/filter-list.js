/* Filters the list below a form by its fields. What was chosen stands in the URL, so that a link keeps it. */
(() => {
  const plain = (text) => text.toLowerCase().replace(/[\s_.-]+/g, " ").trim()

  for (const form of document.querySelectorAll("form[data-dg-list]")) {
    const items = [...document.querySelectorAll(`#${form.dataset.dgList} [data-dg-item]`)]
    const groups = [...document.querySelectorAll(`#${form.dataset.dgList} [data-dg-group]`)]
    const count = document.getElementById(form.dataset.dgCount)
    const texts = new Map(items.map((item) => [item, plain(`${item.textContent} ${item.dataset.dgItem}`)]))
    const fields = [...form.elements].filter((field) => field.name)

    const fits = (item) => fields.every(({ name, value }) => {
      if (!value) return true
      if (name === "words") return plain(value).split(" ").every((word) => texts.get(item).includes(word))
      return (item.dataset[name] ?? "").split(" ").includes(value)
    })
    const show = () => {
      for (const item of items) item.hidden = !fits(item)
      for (const group of groups) group.hidden = !group.querySelector("[data-dg-item]:not([hidden])")
      const left = items.filter((item) => !item.hidden).length
      count.textContent = left === items.length ? `All ${items.length} are shown.` : `${left} of ${items.length} are shown.`
    }
    const remember = () => {
      const url = new URL(location.href)
      for (const { name, value } of fields) value ? url.searchParams.set(name, value) : url.searchParams.delete(name)
      history.replaceState(history.state, "", url)
    }
    const read = () => {
      const asked = new URLSearchParams(location.search)
      for (const field of fields) {
        field.value = asked.get(field.name) ?? ""
        if (field.selectedIndex === -1) field.value = "" // the URL names what is no choice
      }
      show()
    }

    form.addEventListener("input", () => { show(); remember() })
    form.addEventListener("reset", () => setTimeout(() => { show(); remember() }))
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      items.find((item) => !item.hidden)?.focus()
    })
    addEventListener("popstate", read)
    read()
    document.documentElement.classList.remove("dg-asked")
  }
})()
