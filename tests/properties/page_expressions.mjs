// Reads expressions with their worst texts as JSON, and prints the first text of each that takes more than linear time.
import { readFileSync } from "node:fs"
import { createContext, Script } from "node:vm"

const { expressions, length, limit } = JSON.parse(readFileSync(0, "utf8"))
const run = new Script("for (const found of text.matchAll(pattern));")

const context = createContext()

const isOver = (pattern, text) => {
  Object.assign(context, { pattern, text })
  try {
    run.runInContext(context, { timeout: limit })
  } catch (error) {
    if (error.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error
    return true
  }
  return false
}

const slowText = ({ source, flags, texts }) => {
  const pattern = new RegExp(source, [...new Set(`${flags}g`)].join(""))
  return texts.find(([start, repeated, end]) => {
    const text = start + repeated.repeat(length / repeated.length) + end
    return isOver(pattern, text) && isOver(pattern, text)
  })
}

console.log(JSON.stringify(expressions.map((expression) => slowText(expression) ?? null)))
