/* Every field has an address: of those within others it is made here, and one that is asked for opens, and what it is in. */
(() => {
  for (const item of document.querySelectorAll(".dg-fields > li")) {
    const head = item.querySelector(".dg-field__head")
    item.id ||= `${item.parentElement.closest("li").id}.${item.dataset.id ?? head.querySelector("code").textContent}`
    const link = Object.assign(document.createElement("a"), { className: "dg-at", href: `#${item.id}`, textContent: "#", ariaLabel: `Link to ${item.id}` })
    head.append(link)
  }
  const show = () => {
    let id = location.hash.slice(1)
    try { id = decodeURIComponent(id) } catch { /* no address of ours */ }
    if (!/[./]/.test(id)) return
    /* of a field that is not shown, what it would be in */
    let found = document.getElementById(id)
    while (!found && id.includes(".")) found = document.getElementById(id = id.replace(/\.[^.]*$/, ""))
    for (let above = found?.querySelector(":scope > details") ?? found; above; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true
    if (found) found.scrollIntoView()
  }
  addEventListener("hashchange", show)
  show()
  /* an id that is new is no target yet */
  if (location.hash && !document.querySelector(":target")) location.replace(location.hash)
})()
