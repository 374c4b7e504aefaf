/* The steps of an upgrade can be ticked off; what is ticked stays in this browser. */
(() => {
  const way = document.getElementById("dg-checklist")
  if (!way) return
  const kept = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key)
      return value ? localStorage.setItem(key, value) : localStorage.removeItem(key)
    } catch { return null } /* a browser may keep nothing: then it is a list to look at */
  }
  for (const item of document.querySelectorAll("[data-todo]")) {
    const key = `docgen ${location.pathname} ${way.dataset.way} ${item.dataset.todo}`
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: Boolean(kept(key)) })
    const [label, text] = [document.createElement("label"), document.createElement("span")]
    text.append(...item.childNodes)
    label.append(box, text)
    item.append(label)
    box.addEventListener("change", () => kept(key, box.checked ? "done" : ""))
  }
})()
