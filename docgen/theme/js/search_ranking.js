/* The ranking of the search: documents by a query, from the files of docgen/render/search. It knows nothing of a page. */
const docgenSearch = (() => {
  const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]
  const ASIDE = /(?<=\S)\s+(?:for|in|of|on|from|by|to|with|using|at|that)\s/i // what follows names the thing less
  const STOP = new Set("a an and any are as at be by can do does for from have how i if in into is it its me my of on or our s so that the their them there this to us was we what when where which will with you your".split(" "))
  const PRIOR = { operation: 4, error: 4, event: 4, page: 3, header: 2, change: 1, object: -8 }
  const SAME = 0.97, NAMED = 0.9, DETAIL = 0.6, TEXT = 0.35, ENOUGH = 4

  /* Words: as docgen/render/search/index.py splits them, then without the endings that English gives them. */
  const split = (text) => text.replace(/['’](?:s\b)?/g, "").match(/[A-Z]+(?![a-z])|[A-Z]?(?:(?![A-Z])\p{L})+|\p{N}+|\p{L}+/gu)?.map((word) => word.toLowerCase()) ?? []
  const ENDINGS = [[/([^aeiou])ies$/, "$1y"], [/(ss|x|ch|sh)es$/, "$1"], [/([^su])s$/, "$1"], [/(..[^e])(?:ing|ed)$/, "$1"], [/(..)ion$/, "$1"], [/([^aeiouls])\1$/, "$1"], [/(...)e$/, "$1"], [/ll$/, "l"]]
  const fold = (word) => ENDINGS.reduce((text, [ending, rest]) => text.replace(ending, rest), word)
  const terms = (text) => {
    const all = split(text)
    const told = all.filter((word) => !STOP.has(word))
    return (told.length ? told : all).map((raw) => ({ raw, root: fold(raw) }))
  }
  /* `PaymentIntent` and `payment_intent` as one word, too. */
  const joined = (list) => list.map(({ raw }) => raw).join(" ")
  const compounds = (texts) => texts.join(" ").match(/\S+/g).map((token) => split(token)).filter((parts) => parts.length > 1).map((parts) => parts.join("")).map((raw) => ({ raw, root: fold(raw) }))
  const verbs = (text) => text.split(" ").map(fold)
  const VERBS = {
    list: verbs("list all index browse enumerate"), create: verbs("create add new make insert post register"),
    read: verbs("get retrieve fetch show read view describe"), update: verbs("update edit modify change patch put set"),
    delete: verbs("delete remove destroy erase drop"),
  }
  const actionOf = (root) => Object.keys(VERBS).find((action) => VERBS[action].includes(root))
  const NEAR = { search: "list", find: "list", lookup: "read", cancel: "delete", end: "delete", replace: "update", upload: "create", submit: "create", regist: "create" }
  const isPlural = (word) => /[^su]s$/.test(word)

  /* Paths: `{id}`, `:id` and `<id>` stand for any segment. */
  const segments = (path) => path.split(/[?#]/)[0].split("/").filter(Boolean)
  const restOf = (path) => path.replace(/^[^?#]*/, "")
  const isOpen = (segment) => /^(?:\{.*\}|:.+|<.+>)$/.test(segment)
  const isVersion = (segment) => /^(?:v\d+(?:\.\d+)*|api)$/i.test(segment)
  const likeSegment = (asked, own) => {
    if (isOpen(own)) return isOpen(asked) ? 1 : 0.9
    if (own.includes("{")) return asked.startsWith(own.split("{")[0]) ? 0.9 : 0
    return asked.toLowerCase() === own.toLowerCase() ? 1 : 0
  }
  /* From 0 to 1: how well a path that was asked for is that of an operation, or the beginning of it. */
  const likePath = (asked, own) => {
    while (own.length > asked.length && isVersion(own[0]) && !isVersion(asked[0] ?? "")) own = own.slice(1)
    if (own.length < asked.length && asked.slice(0, asked.length - own.length).every((one, at) => at < 2 && !isOpen(one))) {
      const extra = asked.length - own.length
      return own.length && !isOpen(own[0]) ? 0.9 * likePath(asked.slice(extra), own) : 0
    }
    if (!asked.length || own.length < asked.length) return 0
    let sum = 0
    for (const [at, one] of asked.entries()) {
      const last = at === asked.length - 1
      const like = likeSegment(one, own[at]) || (last && own[at].toLowerCase().startsWith(one.toLowerCase()) ? 0.4 : 0)
      if (!like) return 0
      sum += like
    }
    return (sum / asked.length) * (own.length === asked.length ? 1 : 0.5)
  }
  const routeOf = (query) => {
    const [, method = "", , path] = /^(?:([a-z]+)\s+)?(https?:\/\/[^/\s]+)?(\/?\S*\/\S*|\/)$/i.exec(query) ?? []
    const known = METHODS.includes(method.toUpperCase())
    return path === undefined || (method && !known) ? null : { method: method.toUpperCase(), path: segments(path), rest: restOf(path) }
  }

  /* A document with all that the ranking asks of it more than once. */
  const prepared = ([kind, title, url, detail, ...names]) => {
    const made = { kind, title, url, detail, names, terms: terms(title), more: [], actions: {}, path: null }
    const main = terms(title.split(ASIDE)[0]).length
    made.terms.forEach((term, at) => { term.size = at < main ? 1 : 0.5 })
    made.labels = [title, ...names].map((name) => ({ name: name.toLowerCase(), words: joined(terms(name)) }))
    if (kind !== "operation") {
      made.more = [...terms(names.join(" ")), ...compounds([title, ...names])]
      made.about = terms(detail)
      return made
    }
    const [method, path] = detail.split(" ")
    made.method = method.toLowerCase()
    made.path = segments(path)
    made.rest = restOf(path)
    made.labels.push({ name: detail.toLowerCase(), words: "" })
    made.own = terms(made.path.filter((part) => !isVersion(part)).map((part) => part.replace(/\{.*?\}/g, " ")).join(" "))
    const called = terms(names.join(" ")).filter(({ raw }) => raw !== made.method)
    made.more = [...made.own, ...called, ...compounds([title, ...made.path]), { raw: made.method, root: made.method }]
    made.about = terms(path)
    if (made.terms[0]?.raw === made.method && names.includes(title)) made.terms.shift()
    made.actions = actionsOf(made, called)
    return made
  }
  /* What an operation does: by the first word of its title, by its id, and by its method and path. */
  const actionsOf = ({ method, path, terms: [first] }, called) => {
    const found = {}
    const note = (action, weight) => { if (action) found[action] = Math.max(found[action] ?? 0, weight) }
    const last = path.at(-1) ?? ""
    const item = last.includes("{")
    const nested = path.slice(0, -1).some((part) => part.includes("{"))
    if (method === "get") { note(item || !isPlural(last) ? "read" : "list", 0.8); if (!item) note("read", 0.5) }
    if (method === "post" && !(nested && !item && !isPlural(last))) note(item ? "update" : "create", 0.8)
    if (method === "put" || method === "patch") note("update", 0.8)
    if (method === "delete") note("delete", 0.8)
    for (const { root } of called) note(actionOf(root), 0.85)
    note(actionOf(first?.root), 0.9)
    return found
  }

  const index = (file) => ({ digest: file.digest, pieces: file.pieces, documents: file.documents.map(prepared), words: new Map() })
  const extend = (found, file) => { if (file.digest === found.digest) found.documents.push(...file.documents.map(prepared)) }

  const asked = (query) => {
    const list = terms(query)
    const plural = isPlural(list.at(-1)?.raw ?? "")
    return list.map((term, at) => {
      let action = actionOf(term.root)
      if (action === "read" && list.length > 1 && plural) action = "list"
      return { ...term, action, near: NEAR[term.root] ?? (action === "list" && term.raw !== "list" ? "list" : undefined), last: at === list.length - 1, weight: action ? 0.8 : 1 }
    })
  }
  const inTerms = (list, term, weight) => {
    let best = 0
    for (const { raw, root } of list) {
      if (raw === term.raw) return weight
      if (root === term.root) best = Math.max(best, weight * SAME)
      else if ((term.last ? term.raw.length > 1 : term.raw.length > 2) && raw.startsWith(term.raw)) best = Math.max(best, weight * 0.75)
    }
    return best
  }
  const ofTerm = (document, term, texts) => Math.max(
    inTerms(document.terms, term, 1),
    inTerms(document.more, term, NAMED),
    document.about && inTerms(document.about, term, document.path ? 0.3 : DETAIL),
    (document.actions[term.action] ?? 0),
    0.6 * (document.actions[term.near] ?? 0),
    texts?.get(term.root)?.get(document) ?? 0,
  )
  /* How much of a title or path the query names; a verb counts only where the query has one. */
  const share = (list, query) => {
    const isDoing = query.some((term) => term.action)
    const counted = list.filter(({ root }) => isDoing || !actionOf(root))
    const named = counted.filter((own) => query.some((term) => inTerms([own], term, 1) || (term.action && term.action === actionOf(own.root))))
    const size = (some) => some.reduce((sum, own) => sum + (own.size ?? 1), 0)
    return counted.length ? size(named) / size(counted) : 0
  }

  /* What was typed is a name of the document: letter by letter, word by word, or as the beginning or end of it. */
  const exact = (document, { text, words, roots, isName }) => {
    if (document.kind === "object" && !isName) return 0 // who writes words wants what is done with it
    // a page about a header says more than an operation that has it
    if (document.labels.some(({ name }) => name === text)) return document.kind === "header" ? 250 : 4000
    if (isName && /[-_.]/.test(text) && document.labels[0].name.includes(text)) return 300
    if (document.labels.some((label) => label.words === words || label.words.replaceAll(" ", "") === text)) return 900
    if (document.terms.map(({ root }) => root).join(" ") === roots) return document.path || !isDoing(words) ? 300 : 0
    return words.includes(" ") && document.labels.some((label) => label.words.includes(words)) ? 12 : 0
  }
  const isDoing = (words) => actionOf(fold(words.split(" ")[0])) !== undefined
  const precision = (document, query) => {
    const parts = [share(document.terms, query.terms), ...(document.own ? [share(document.own, query.terms)] : [])]
    return Math.max(...parts) * 0.6 + (parts.reduce((sum, part) => sum + part) / parts.length) * 0.4
  }
  const score = (document, query, texts) => {
    const weights = query.terms.map((term) => ofTerm(document, term, texts))
    const mean = (value) => query.terms.reduce((sum, { weight }, at) => sum + value(weights[at]) * weight, 0) / query.terms.reduce((sum, { weight }) => sum + weight, 0)
    const covered = mean((weight) => Number(weight > 0)) // a document with all words before one that is called by some
    const same = exact(document, query)
    if (!(covered > 0) && !same) return 0
    const begins = document.terms[0]?.root === query.terms[0]?.root ? 4 : 0
    const place = begins + PRIOR[document.kind] - (document.url.includes("#") && !document.path) - (document.path ?? []).length * 0.5
    return covered * (60 + precision(document, query) * 30) + mean((weight) => weight) * 40 + same + place
  }
  const ofRoute = (document, route) => {
    const like = route && document.path ? likePath(route.path, document.path) : 0
    if (!like) return 0
    return 2000 * like + (route.method === document.method.toUpperCase() ? 1000 : 0) - METHODS.indexOf(document.method.toUpperCase()) - (route.rest === document.rest ? 0 : 5)
  }
  const parse = (text) => {
    const query = text.trim().replace(/\s+/g, " ")
    const list = asked(query)
    return {
      text: query.toLowerCase(), terms: list, words: joined(list), roots: list.map(({ root }) => root).join(" "),
      isName: !query.includes(" "), route: routeOf(query),
    }
  }
  /* The documents for a query, the best first, each with its score. */
  const rank = (found, text) => {
    const query = parse(text)
    const texts = textsOf(found, query.terms)
    query.terms = query.terms.map((term) => isKnown(found, term, texts) ? term : { ...term, ...nearest(found, term) })
    const hits = found.documents.map((document) => ({ document, score: Math.max(ofRoute(document, query.route), score(document, query, texts)) }))
    return hits.filter((hit) => hit.score > 0).sort((one, other) => other.score - one.score)
  }
  /* The pieces that could make the hits better: none where enough documents have every word in their names. */
  const wanted = (found, text, hits) => {
    const { terms: list } = parse(text)
    const named = hits.slice(0, ENOUGH).filter(({ document, score }) => score > 900 || list.every((term) => ofTerm(document, term) > TEXT))
    if (named.length >= Math.min(ENOUGH, 1) && (named.length === ENOUGH || hits[0].score > 900)) return []
    return [...new Set(list.map(({ raw }) => pieceOf(found, raw)))].filter((number) => number >= 0 && !found.words.has(number))
  }

  /* Typing errors: a word that nothing has is read as one that differs by a letter, or by two in the wrong order. */
  const isKnown = (found, term, texts) => term.raw.length < 5 || term.action || texts.get(term.root).size > 0 ||
    found.documents.some((document) => ofTerm(document, term) > 0)
  const isNear = (one, other) => {
    if (Math.abs(one.length - other.length) > 1) return false
    let start = 0, end = 0
    while (start < one.length && one[start] === other[start]) start += 1
    while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
    const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
    return Math.max(left.length, right.length) <= 1 || (left.length === 2 && left === [...right].reverse().join(""))
  }
  const nearest = (found, { raw }) => {
    const counts = new Map()
    for (const document of found.documents) for (const own of [...document.terms, ...document.more]) {
      if (isNear(raw, own.raw)) counts.set(own.raw, (counts.get(own.raw) ?? 0) + 1)
    }
    const [best] = [...counts].sort(([, one], [, other]) => other - one)
    return best ? { raw: best[0], root: fold(best[0]) } : {}
  }

  /* The texts: which documents have a word, from the pieces that were fetched. */
  const pieceOf = (found, word) => {
    let best = -1
    for (const [number, prefix] of found.pieces.entries()) if (word.startsWith(prefix) && prefix.length >= (found.pieces[best]?.length ?? 0)) best = number
    return best
  }
  const textsOf = (found, list) => {
    const texts = new Map()
    for (const term of list) {
      const of = new Map()
      for (const [word, postings] of Object.entries(found.words.get(pieceOf(found, term.raw)) ?? {})) {
        if (fold(word) !== term.root && !(term.last && term.raw.length > 2 && word.startsWith(term.raw))) continue
        let number = 0
        for (const posting of postings) {
          number += posting >> 2
          const document = found.documents[number]
          if (document) of.set(document, Math.max(of.get(document) ?? 0, TEXT + 0.03 * (posting & 3)))
        }
      }
      texts.set(term.root, of)
    }
    return texts
  }
  return { index, extend, rank, wanted }
})()
