/* The page of what is missing: names what was asked for, and puts the nearest codes and pages first. */
(() => {
  const near = document.getElementById("dg-near")
  if (!near) return
  const base = new URL(near.dataset.dgBase, location.href).pathname
  const decoded = (text) => { try { return decodeURIComponent(text) } catch { return text } }
  const asked = decoded(location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname)
  const words = (path) => docgenSearch.split(path.replace(/(?:index)?\.html$/, "")).join(" ")
  const code = document.getElementById("dg-codes") && asked.match(/^errors\/([^/]+?)(?:\.html|\/)?$/)?.[1]
  if (code) document.getElementById("dg-missing").textContent = `The error code ${code} is not documented yet.`
  near.querySelector(".dg-near__search").search = new URLSearchParams({ q: words(asked) })

  const suggest = (found) => {
    for (const [url, textContent] of found) {
      const item = document.createElement("li")
      item.append(Object.assign(document.createElement("a"), { href: base + url, textContent }))
      near.querySelector("ul").append(item)
    }
    if (!found.length) near.querySelector("h2").textContent = "No similar pages"
  }
  /* By the last segment first: `/docs/quick-start` is no page about docs. */
  const similar = (file) => {
    const index = docgenSearch.index(file)
    const hits = [code ?? asked.slice(asked.lastIndexOf("/", asked.length - 2) + 1), asked].flatMap((path) => docgenSearch.rank(index, words(path)))
    const found = hits.map((hit) => hit.document).filter(({ kind, url }) => (code ? kind === "error" : !url.includes("#")))
    suggest([...new Map(found.map(({ url, title }) => [url, title]))].slice(0, 5))
  }
  fetch(near.dataset.dgIndex).then((answer) => answer.json()).then(similar).catch(() => suggest([]))
})()
