// The answers of the theme's script, for the requests of a JSON document on standard input.
import { readFileSync } from "node:fs"
import { runInThisContext } from "node:vm"

const { script, table, data, fields, now, asked } = JSON.parse(readFileSync(0, "utf8"))
const answers = runInThisContext(`const docgenAnswerTable = ${JSON.stringify(table)}; ${readFileSync(script, "utf8")}; docgenAnswers`)
const resolver = answers.resolver(data.lookup, fields, answers.contracts(data, data.current), now)
const told = asked.map((text) => answers.lines(text).flatMap(resolver.answers))
process.stdout.write(JSON.stringify({
  answers: told,
  verdicts: told.map(answers.verdict),
  lines: told.map((found) => found.map((one) => [answers.nameLine(one), answers.line(one)])),
  everybody: resolver.everybody,
}))
