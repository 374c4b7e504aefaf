/* All that a reader can do on a page but follow a link: open, choose, type, tick, copy, point at. */
async (texts) => {
  const all = (selector) => [...document.querySelectorAll(`main :is(${selector})`)].filter((one) => one.checkVisibility())
  const input = (one, value) => {
    one.value = value
    one.dispatchEvent(new Event("input", { bubbles: true }))
  }
  for (const one of document.querySelectorAll("main details")) one.open = true
  for (const one of all("[type=radio], [type=checkbox], .dg-copy__button").slice(0, 200)) {
    one.focus()
    one.click()
    one.blur()
  }
  for (const one of all("a, code, summary, [tabindex]").slice(0, 2000)) {
    for (const kind of ["mouseover", "focus", "toggle"]) one.dispatchEvent(new Event(kind))
  }
  for (const one of all("[type=search], textarea")) for (const text of texts) input(one, text)
  for (const one of all("select")) for (const option of [...one.options].slice(0, 20)) input(one, option.value)
  await new Promise((done) => setTimeout(done, 50))
}
