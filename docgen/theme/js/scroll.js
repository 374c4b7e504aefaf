/* What does not fit scrolls within itself: only where it does, it is a stop of Tab with a name of its own. */
(() => {
  const main = ':is(main, [role="main"])'
  const above = (one) => [...document.querySelectorAll(`${main} :is(h1, h2, h3, h4)`)].filter((head) => head.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING).pop()
  const [names, counts] = [new Map(), new Map()]
  const name = (one) => {
    if (names.has(one)) return names.get(one)
    const label = `${one.querySelector("table") ? "Table" : "Code"}: ${(above(one)?.textContent ?? document.title).replace("\u00b6", "").trim()}`
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    names.set(one, count > 1 ? `${label} (${count})` : label)
    return names.get(one)
  }
  const observer = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      const scrolls = target.scrollWidth > target.clientWidth
      for (const [attribute, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", scrolls && name(target)]]) {
        if (scrolls) target.setAttribute(attribute, value)
        else target.removeAttribute(attribute)
      }
    }
  })
  for (const one of document.querySelectorAll(`${main} :is(.dg-scroll, .md-typeset__scrollwrap, pre > code)`)) observer.observe(one)
})()
