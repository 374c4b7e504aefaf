/* The ranking of the search: documents by a query, from the files of docgen/render/search. It knows nothing of a page. */
const docgenSearch = (() => {
  const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]
  const STOP_WORDS = new Set("a an and any are existing am as at be by can do does for from have how i if in into is it its me my of on or our s so that the their them there this to us was we what when where which will with you your".split(" "))
  const QUALIFIER = /\s(?:for|in|of|on|from|by|to|with|using|at|that)\s/i
  /* The score of a kind among equals: who writes words wants what can be done, not the schema of the same name. */
  const KIND = { operation: 4, error: 4, event: 4, page: 3, header: 2, change: 1, object: -8 }
  /* How much a word counts where it is not that of the title, letter by letter. */
  const SAME_ROOT = 0.97, IN_NAME = 0.9, BEGINNING = 0.75, IN_DETAIL = 0.6, IN_PATH = 0.3, IN_TEXT = 0.35
  const EXACT = 4000, SURE = 900, ENOUGH = 4
  const NAMED = 260, FIELD = 112

  /* Words: as docgen/render/search/index.py splits them, and their roots, without the endings that English gives them. */
  const WORD = /[A-Z]+(?![a-z])|[A-Z]?(?:(?![A-Z])\p{L})+|\p{N}+|\p{L}+/gu
  const ENDINGS = [[/([^aeiou])ies$/, "$1y"], [/(ss|x|ch|sh)es$/, "$1"], [/([^su])s$/, "$1"], [/(..[^e])(?:ing|ed)$/, "$1e"], [/ns(?:e|ion)$/, "nd"], [/(.{5})al$/, "$1"], [/(.{4})ment$/, "$1"], [/(.{4})(?:at|iz|ur)?(?:ion|e)$/, "$1"], [/(...)e$/, "$1"], [/([^aeious])\1$/, "$1"]]
  const split = (text) => (text.replace(/['’](?:s\b)?/g, "").match(WORD) ?? []).map((word) => word.toLowerCase())
  const rootOf = (word) => ENDINGS.reduce((text, [ending, rest]) => text.replace(ending, rest), word)
  const term = (raw) => ({ raw, root: rootOf(raw) })
  const terms = (text) => {
    const all = split(text)
    const kept = all.filter((word) => !STOP_WORDS.has(word))
    return (kept.length ? kept : all).map(term)
  }
  const joined = (list, by = "raw") => list.map((one) => one[by]).join(" ")
  /* `PaymentIntent` and `payment_intent` as one word. */
  const compounds = (texts) => texts.flatMap((text) => text.split(/\s+/)).map(split).filter((parts) => parts.length > 1).map((parts) => term(parts.join("")))

  const roots = (text) => split(text).map(rootOf)
  const VERBS = {
    list: roots("list all index browse enumerate"), create: roots("create add new make insert post register give grant assign"),
    read: roots("get retrieve fetch show read view describe"), update: roots("update edit modify change patch put set"),
    delete: roots("delete remove destroy erase drop"),
  }
  const actionOf = (root) => Object.keys(VERBS).find((action) => VERBS[action].includes(root))
  /* Who asks for one does not want what is done to all of them. */
  const MANY = /\b(?:all|every|many|multiple|several|bulk|batch)\b/i
  /* `attach a file`, `hand over the keys`: a verb with what it is done to. */
  const TASK = /^[a-z]+(?:\s+[a-z]+)?\s+(?:an?|the|my|our|one|this|these|all|another|someone)\s/i
  const isPlural = (word) => /[^su]s$/.test(word)

  /* Paths: `{id}`, `:id` and `<id>` stand for any segment. */
  const pathOf = (path) => ({ segments: path.split(/[?#]/)[0].split("/").filter(Boolean), rest: path.replace(/^[^?#]*/, "") })
  const isOpen = (segment) => /^(?:\{.*\}|:.+|<.+>)$/.test(segment)
  const isVersion = (segment) => /^(?:v\d+(?:\.\d+)*|api)$/i.test(segment)
  const segmentMatch = (asked, own) => {
    if (isOpen(own)) return isOpen(asked) ? 1 : 0.9
    if (own.includes("{")) return asked.startsWith(own.split("{")[0]) ? 0.9 : 0
    return Number(asked.toLowerCase() === own.toLowerCase())
  }
  /* From 0 to 1: how well a path that was asked for is that of an operation, its beginning or its end, with or without `/v1`. */
  const pathMatch = (asked, own) => {
    if (own.length > asked.length && isVersion(own[0]) && !isVersion(asked[0] ?? "")) return pathMatch(asked, own.slice(1))
    const extra = asked.length - own.length
    if (extra > 0) return extra < 3 && own.length && !isOpen(own[0]) ? 0.9 * pathMatch(asked.slice(extra), own) : 0
    const matches = asked.map((one, at) => {
      const isBegun = at === asked.length - 1 && own[at].toLowerCase().startsWith(one.toLowerCase())
      return segmentMatch(one, own[at]) || (isBegun ? 0.4 : 0)
    })
    if (!asked.length) return Number(!own.length)
    const tail = own.slice(-asked.length)
    if (matches.includes(0)) return tail.length < own.length && !isOpen(tail[0]) ? 0.4 * pathMatch(asked, tail) : 0
    return (matches.reduce((sum, one) => sum + one) / matches.length) * (extra ? 0.5 : 1)
  }
  const routeOf = (query) => {
    const [, method = "", target = ""] = /^(?:([a-z]+)\s+)?(\S+)$/i.exec(query) ?? []
    const path = target.replace(/^https?:\/\/[^/]+/i, "")
    const known = !method || METHODS.includes(method.toUpperCase())
    return path.includes("/") && known ? { method: method.toUpperCase(), raw: path.toLowerCase(), ...pathOf(path) } : null
  }

  /* A document with what the ranking asks of it more than once: `terms` are of its title, `own` of its path, `more` of its names. */
  const prepared = ([kind, title, url, detail, ...names]) => {
    const main = terms(title.split(QUALIFIER)[0])
    const made = {
      kind, title, url, detail, about: terms(detail), main: joined(main), actions: {},
      terms: terms(title).map((one, at) => ({ ...one, size: at < main.length ? 1 : 0.5 })),
      more: [...terms(names.join(" ")), ...compounds([title, ...names])],
      labels: [...new Set([title, title.replace(/\([^()]*\)$/, "").trim(), ...names])].map((name) => ({ name: name.toLowerCase(), words: joined(terms(name)) })),
    }
    return kind === "operation" ? { ...made, ...operation(made) } : made
  }
  const operation = (made) => {
    const [method, path] = made.detail.split(" ")
    const { segments, rest } = pathOf(path)
    const own = terms(segments.filter((part) => !isVersion(part)).map((part) => part.replace(/\{[^{}]*\}/g, " ")).join(" "))
    return {
      method, path: segments, rest, own, more: [...own, ...made.more, term(method.toLowerCase())],
      labels: [...made.labels, { name: made.detail.toLowerCase(), words: "" }], actions: actionsOf(method, segments, made.terms),
    }
  }
  /* What an operation does: by the first word of its title, and by its method and path. */
  const actionsOf = (method, path, [first]) => {
    const found = {}
    const note = (action, weight) => { if (action) found[action] = Math.max(found[action] ?? 0, weight) }
    const last = path.at(-1) ?? ""
    const isItem = last.includes("{")
    const isOfMany = isPlural(last) && !isItem
    note({ GET: isOfMany ? "list" : "read", POST: isItem ? "update" : "create", PUT: "update", PATCH: "update", DELETE: "delete" }[method], 0.8)
    if (method === "GET") note("read", isItem ? 0.8 : 0.5)
    note(actionOf(first?.root), IN_NAME)
    return found
  }

  const index = (file) => ({ digest: file.digest, pieces: { words: file.pieces, fields: file.fields.split(" ") }, documents: file.documents.map(prepared), files: new Map() })
  const extend = (found, file) => { if (file.digest === found.digest) found.documents.push(...file.documents.map(prepared)) }

  const parse = (text) => {
    const query = text.trim().replace(/\s+/g, " ")
    const list = terms(query)
    const asked = list.map((one, at) => {
      const action = actionOf(one.root)
      return { ...one, action, does: action, least: at === list.length - 1 ? 2 : 3, weight: action ? 0.8 : 1 }
    })
    const isTask = list.length > 1 && TASK.test(query)
    return { isTask, isOfMany: MANY.test(query), text: query.toLowerCase(), terms: asked, words: joined(list), roots: joined(list, "root"), isName: !query.includes(" "), route: routeOf(query) }
  }
  const inTerms = (list, { raw, root, least }, weight = 1) => list.reduce((best, own) => Math.max(best,
    own.raw === raw ? weight : own.root === root ? weight * SAME_ROOT : raw.length >= least && own.raw.startsWith(raw) ? weight * BEGINNING : 0), 0)
  const termMatch = (document, asked, texts) => Math.max(
    inTerms(document.terms, asked), inTerms(document.more, asked, IN_NAME), inTerms(document.about, asked, document.path ? IN_PATH : IN_DETAIL),
    document.actions[asked.action] ?? 0, texts?.get(asked.root)?.get(document) ?? 0,
  )
  /* How much of a title or path the query names; a verb counts only where the query has one. */
  const share = (list, asked) => {
    const hasVerb = asked.some(({ does }) => does)
    const counted = list.filter(({ root }) => hasVerb || !actionOf(root))
    const named = counted.filter((own) => asked.some((one) => inTerms([own], one) || (one.does && one.does === actionOf(own.root))))
    const size = (some) => some.reduce((sum, own) => sum + (own.size ?? 1), 0)
    return counted.length ? size(named) / size(counted) : 0
  }
  /* How surely the query is a name of the document: letter by letter, as words, by their roots, or as a part of it. */
  const nameMatch = ({ kind, labels, main, path, terms: title }, { text, words, roots: asked, isName, route, terms: [first] }) => {
    if (kind === "object" && !isName) return 0
    if (labels.some(({ name }) => name === text || name === route?.raw)) return kind === "header" ? 250 : EXACT // a page about a header says more
    if (path && isName && /[-_]/.test(text) && path.findLast((part) => !isOpen(part))?.toLowerCase() === text) return 500 // an object of that name is what it answers with
    if (isName && /[-_.]/.test(text) && labels[0].name.includes(text)) return 300
    if (words && !route && labels.some((label) => label.words === words || label.words.replaceAll(" ", "") === text)) return SURE
    if (joined(title, "root") === asked) return path || !first?.action ? 300 : 0
    const isWithin = (label) => label.words.includes(words) && (isName || !main.split(words).slice(1).join("").includes(" "))
    return words.includes(" ") && labels.some(isWithin) ? (isName ? 30 : 12) : 0
  }
  /* Whether an operation makes what a verb does: `reverse` is to create a reversal. */
  const makes = ({ actions, terms: title }, asked) => actions.create && title.some(({ raw, root }) => root === asked?.root && raw.replace(/s$/, "").length > asked.raw.length)
  /* How well a document suits who wants to do something to one thing: nobody shall come to a deletion by chance. */
  const suits = ({ title, method }, { isTask, isOfMany, terms: [first] }, begins) => {
    const isMore = method && !isOfMany && MANY.test(title) ? -3 : 0
    if (!isTask || begins || first.action === "delete") return isMore
    if (method === "DELETE") return -20
    const isRead = method === "GET" || first.action === "read" || first.action === "list"
    return isMore + (method && !isRead ? 3 : 0)
  }
  const score = (document, query, texts) => {
    const matches = query.terms.map((asked) => [termMatch(document, asked, texts), asked.weight])
    const mean = (value) => matches.reduce((sum, [match, weight]) => sum + value(match) * weight, 0) / (matches.reduce((sum, [, weight]) => sum + weight, 0) || 1)
    const covered = mean((match) => Number(match > 0)) // what has all words comes before what is called by some
    const name = nameMatch(document, query)
    if (!covered && !name) return 0
    const shares = [document.terms, document.own].filter(Boolean).map((list) => share(list, query.terms))
    const precision = Math.max(...shares) * 0.6 + (shares.reduce((sum, part) => sum + part) / shares.length) * 0.4
    const [first] = query.terms
    const verb = document.terms[0]?.root
    const begins = (makes(document, first) && 6) || (verb === first?.root && 4) || (first?.action && first.action === actionOf(verb) ? 3 : 0)
    const depth = (document.path ?? document.url.split(/[/#]/)).length / 2
    return covered * (60 + precision * 30) + mean((match) => match) * 40 + name + begins + suits(document, query, begins) + KIND[document.kind] - depth
  }
  const routeMatch = ({ method, path, rest }, route) => {
    const match = route && path ? pathMatch(route.segments, path) : 0
    return match && 2000 * match + (route.method === method ? 1000 : 0) - METHODS.indexOf(method) - (route.rest === rest ? 0 : 5)
  }
  /* The documents for a query, the best first, each with its score. */
  const rank = (found, text) => {
    const query = parse(text)
    const texts = textsOf(found, query.terms)
    query.terms = query.terms.map((asked) => (isKnown(found, asked, texts) ? asked : { ...asked, ...nearest(found, asked) }))
    const [first, ...others] = query.terms
    if (others.length && found.documents.some((document) => makes(document, first))) first.does ??= "create"
    const hits = found.documents.map((document) => ({ document, score: Math.max(routeMatch(document, query.route), score(document, query, texts)) }))
    const sorted = [...hits, ...fieldHits(found, text, hits)].filter((hit) => hit.score > 0).sort((one, other) => other.score - one.score)
    const best = new Map([...sorted].reverse().map((hit) => [hit.document, hit])) // a guide that names a field was found by its words, too
    return sorted.filter((hit) => best.get(hit.document) === hit)
  }

  /* The texts: which documents have a word, from the pieces that were fetched. */
  const pieceOf = ({ pieces }, word, kind = "words") => {
    const best = pieces[kind].reduce((one, prefix) => (word.startsWith(prefix) && prefix.length >= one.length ? prefix : one), "")
    return best && `${kind}/${pieces[kind].indexOf(best)}`
  }
  const textsOf = (found, list) => new Map(list.map(({ raw, root }) => {
    const weights = new Map()
    for (const [word, postings] of Object.entries(found.files.get(pieceOf(found, raw)) ?? {})) {
      if (rootOf(word) !== root && !(raw.length > 2 && word.startsWith(raw))) continue
      let number = 0
      for (const posting of postings) {
        const document = found.documents[(number += posting >> 2)]
        weights.set(document, Math.max(weights.get(document) ?? 0, IN_TEXT + 0.03 * (posting & 3)))
      }
    }
    return [root, weights]
  }))
  /* The pieces that could make the hits better: none where enough documents have every word in their names. */
  const wanted = (found, text, hits) => {
    const { terms: list, isName } = parse(text)
    const isNamed = ({ document }) => list.every((asked) => termMatch(document, asked) > IN_TEXT)
    // fields that were found before are no reason to ask for them again, and who writes words wants no schema
    const called = hits.filter(({ document }) => document.terms && (isName || document.kind !== "object"))
    const isEnough = called.length >= ENOUGH && called.slice(0, ENOUGH).every(isNamed)
    const isSure = hits[0]?.score > SURE && !(hits[0].document.kind === "object" && fieldName(text)) // a schema of one field may have its name
    if (isSure || (isEnough && !fieldName(text))) return []
    const names = isEnough ? [] : list.filter(({ raw }) => raw.length > 1).map(({ raw }) => pieceOf(found, raw))
    names.push(...fieldsOf(text).map(({ name }) => pieceOf(found, name, "fields")))
    return [...new Set(names)].filter((name) => name && !found.files.has(name))
  }

  /* Fields: `customer.email`, `billing address city`, `charge billing_address`; the rest is of its address, or of what it is in. */
  const isFieldName = (text) => /^[\w.-]*[^\W_](?:[_.-](?=\w)|\[|(?<=[a-z])(?=[A-Z]))[\w.[\]-]*$/.test(text)
  const fieldName = (text) => text.trim().split(/\s+/).find(isFieldName)
  const fieldsOf = (text) => {
    const name = fieldName(text) ?? text
    const all = split(name), rest = terms(text.replace(name, ""))
    return all.map((_, at) => ({ name: all.slice(at).join(""), before: [...rest, ...all.slice(0, at).map(term)] })).filter((one) => one.name.length > 1).slice(0, 4)
  }
  /* A name in an address, where other characters than those of most names are codes; which end where is seen by the name. */
  const CODES = [/~([0-9a-f]{2})/g, /~([0-9a-f]+)/g]
  const decoded = (address, name) => {
    const character = (mark, code) => { try { return String.fromCodePoint(Number.parseInt(code, 16)) } catch { return mark } } // `~5badded` is no code
    const texts = CODES.map((codes) => address.replace(codes, character))
    return texts.find((text) => split(text).join("").includes(name)) ?? address
  }
  /* An object without a page of its own is nothing but the schema of a field, and one that is called otherwise is about something else: the field comes before. */
  const isOnlySchema = ({ kind, url, labels }, asked) => kind === "object"
    && (url.includes("#object/") || labels.every(({ name, words }) => (isFieldName(asked) ? name !== asked.toLowerCase() : words !== joined(terms(asked)))))
  const fieldHits = (found, text, others) => fieldsOf(text).flatMap(({ name, before }) => {
    const asked = text.trim(), hits = [], listed = found.files.get(pieceOf(found, name, "fields"))?.[name] ?? []
    const schema = Math.max(0, ...others.filter(({ document }) => isOnlySchema(document, asked)).map(({ score }) => score))
    const isWhole = !before.length && /^[a-z]+[A-Z_]|\s/.test(asked)
    const spelled = fieldName(asked)
    const isTask = asked !== spelled && actionOf(rootOf(split(asked)[0])) // it wants what can be done
    const has = (list, words) => words.every(({ root }) => list.some((one) => one.root === root))
    for (let at = 0; at < listed.length; at += 2) {
      const document = found.documents[listed[at]]
      const address = decoded(listed[at + 1], name), within = terms(address)
      if (!has([...within, ...document.terms, ...document.about], before)) continue
      const isNamed = address ? has(within, terms(spelled ?? asked)) : document.kind !== "object" // a value is not, which is listed there
      const isSpelled = !address || address.endsWith(spelled ?? asked)
      const least = isNamed && spelled && !isTask ? NAMED : FIELD
      const isLoose = before.length && !spelled // by words, of which some are of what it is in
      const score = (isWhole && isNamed ? Math.max(least, schema + 1) : least) + Number(isSpelled) - at / 200 - before.length + (isLoose ? Math.min(0, KIND[document.kind]) : 0)
      if (!address || (isTask && document.path)) { hits.push({ document, score }); continue } // a guide that names it, or what does it
      const detail = `${document.title} · ${document.detail || document.kind}`
      hits.push({ document: { kind: "field", title: address.replace(/^field\//, ""), detail, url: `${document.url}#${listed[at + 1]}` }, score })
    }
    return hits
  })

  /* Typing errors: a word that nothing has is read as one that differs by a letter, or by two in the wrong order. */
  const isKnown = (found, asked, texts) => asked.raw.length < 4 || asked.action || texts.get(asked.root).size > 0 || found.documents.some((document) => termMatch(document, asked))
  const isNear = (one, other) => {
    let start = 0, end = 0
    while (start < one.length && one[start] === other[start]) start += 1
    while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
    const [left, right] = [one, other].map((word) => word.slice(start, word.length - end))
    return Math.max(left.length, right.length) < 2 || (left.length === 2 && left === [...right].reverse().join(""))
  }
  const nearest = (found, { raw }) => {
    const counts = new Map()
    for (const document of found.documents) for (const own of [...document.terms, ...document.more]) {
      if (isNear(raw, own.raw)) counts.set(own.raw, (counts.get(own.raw) ?? 0) + 1)
    }
    const [best] = [...counts].sort(([, one], [, other]) => other - one)
    return best && term(best[0])
  }
  return { index, extend, rank, wanted, split }
})()
