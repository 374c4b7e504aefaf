/* The page of what is missing: names what was asked for, and puts the nearest codes and pages first. */
(() => {
  const near = document.getElementById("dg-near")
  if (!near) return
  const base = new URL(near.dataset.dgBase, location.href).pathname
  const decoded = (text) => { try { return decodeURIComponent(text) } catch { return text } }
  const words = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word && word !== "html" && word !== "index")
  const asked = decoded(location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname)

  /* The least number of letters to insert, leave out or replace (Levenshtein). */
  const distance = (a, b) => {
    let row = [...b, ""].map((_, at) => at)
    for (const [i, letter] of [...a].entries()) {
      const next = [i + 1]
      for (const [j, other] of [...b].entries()) next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (letter === other ? 0 : 1)))
      row = next
    }
    return row.at(-1)
  }
  /* 1 where two texts are the same, near 0 where they share nothing; a word in common counts as much as its spelling. */
  const likeness = (a, b) => {
    const [one, two] = [words(a), words(b)]
    const [left, right] = [one.join("").slice(0, 80), two.join("").slice(0, 80)]
    if (!left || !right) return 0
    const spelled = 1 - distance(left, right) / Math.max(left.length, right.length)
    const best = (word, others) => Math.max(...others.map((other) => 1 - distance(word, other) / Math.max(word.length, other.length)))
    const shared = (from, others) => from.reduce((sum, word) => { const like = best(word, others); return sum + (like >= 0.7 ? like : 0) }, 0) / from.length
    return Math.max(spelled ** 2, (spelled + shared(one, two) + shared(two, one)) / 3)
  }

  const codes = document.getElementById("dg-codes")
  const code = asked.match(/^errors\/([^/]+?)(?:\.html|\/)?$/)?.[1]
  if (codes && code) {
    document.getElementById("dg-missing").textContent = `The error code ${code} is not documented yet.`
    const ranked = [...codes.children].map((item) => [likeness(code, item.textContent), item]).sort(([a], [b]) => b - a)
    for (const [, item] of ranked) codes.append(item)
    return
  }

  const suggest = ({ docs }) => {
    const pages = new Map()
    for (const { location: place, title } of docs) {
      const url = place.split("#")[0]
      if (url && !pages.has(url)) pages.set(url, title.replace(/<[^>]*>/g, ""))
    }
    const text = document.createElement("textarea") // decodes entities, and runs nothing
    const found = [...pages].map(([url, title]) => {
      text.innerHTML = title
      const last = asked.replace(/\/$/, "").split("/").at(-1)
      return [Math.max(likeness(asked, url), likeness(last, text.value), likeness(last, url.replace(/\/$/, "").split("/").at(-1))), url, text.value]
    }).filter(([like]) => like > 0.35).sort(([a], [b]) => b - a).slice(0, 5)
    for (const [, url, title] of found) {
      const link = document.createElement("a")
      link.href = base + url
      link.textContent = title
      const item = document.createElement("li")
      item.append(link)
      near.querySelector("ul").append(item)
    }
    if (!found.length) near.querySelector("h2").textContent = "No page is near it"
  }
  near.hidden = false // with the height of its list, so that nothing below moves when the pages come
  const search = near.querySelector(".dg-near__search")
  search.search = new URLSearchParams({ q: words(asked).join(" ") })
  fetch(near.dataset.dgIndex).then((answer) => (answer.ok ? answer.json() : { docs: [] })).then(suggest, () => suggest({ docs: [] }))
})()
