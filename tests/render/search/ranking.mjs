// The first hits of the theme's script for each query, from the files of a search, as search.js fetches them.
import { readFileSync } from "node:fs"
import { runInThisContext } from "node:vm"

const { script, files, queries } = JSON.parse(readFileSync(0, "utf8"))
const search = runInThisContext(`${readFileSync(script, "utf8")}; docgenSearch`)
const read = (name) => JSON.parse(files[`search/${name}.json`])
const first = read("names")
const answered = queries.map((query) => {
  const found = search.index(first)
  for (let number = 1; number <= first.more; number += 1) search.extend(found, read(`names-${number}`))
  const hits = search.rank(found, query)
  const pieces = search.wanted(found, query, hits)
  for (const name of pieces) found.files.set(name, read(name).words ?? read(name).fields)
  const ranked = pieces.length ? search.rank(found, query) : hits
  const again = search.wanted(found, query, ranked)
  return { hits: ranked.slice(0, 3).map(({ document: { kind, title, url }, score }) => ({ kind, title, url, score })), pieces, again }
})
process.stdout.write(JSON.stringify({ answered, words: queries.map(search.split) }))
