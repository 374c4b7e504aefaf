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

  const search = near.querySelector(".dg-near__search")
  search.search = new URLSearchParams({ q: words(asked).join(" ") })

  const suggest = (found) => {
    for (const [href, text] of found.slice(0, 5)) {
      const item = document.createElement("li")
      item.append(Object.assign(document.createElement("a"), { href, textContent: text }))
      near.querySelector("ul").append(item)
    }
    if (!found.length) near.querySelector("h2").textContent = "No similar pages"
  }
  const nearest = (candidates, like) =>
    candidates.map((candidate) => [like(candidate), candidate]).sort(([a], [b]) => b - a)

  const codes = document.getElementById("dg-codes")
  const code = asked.match(/^errors\/([^/]+?)(?:\.html|\/)?$/)?.[1]
  if (codes && code) {
    document.getElementById("dg-missing").textContent = `The error code ${code} is not documented yet.`
    const listed = [...codes.querySelectorAll("a")].map((link) => [link.href, link.textContent])
    const rank = (links) => suggest(nearest(links, ([, name]) => likeness(code, name)).map(([, link]) => link))
    const all = ({ errors }) => rank(errors.map((one) => [new URL(one.url).pathname, one.code]))
    if (codes.dataset.dgAll) fetch(codes.dataset.dgAll).then((answer) => answer.json()).then(all).catch(() => rank(listed))
    else rank(listed)
    return
  }

  const pages = ({ documents }) => {
    const found = new Map()
    for (const [, title, url] of documents) if (url && !url.includes("#") && !found.has(url)) found.set(url, title)
    const last = (url) => url.replace(/\/$/, "").split("/").at(-1)
    const like = ([url, title]) => Math.max(likeness(asked, url), likeness(last(asked), title), likeness(last(asked), last(url)))
    suggest(nearest([...found], like).filter(([close]) => close > 0.35).map(([, [url, title]]) => [base + url, title]))
  }
  fetch(near.dataset.dgIndex).then((answer) => (answer.ok ? answer.json() : { documents: [] })).then(pages, () => suggest([]))
})()
