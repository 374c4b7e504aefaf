// Refuses what the runtime cloudfront-js-2.0 is not documented to know: node --expose-internals cloudfront_lint.cjs -f FILE...
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
const { readFileSync } = require("node:fs");
const { parse } = require("internal/deps/acorn/acorn/dist/acorn"); // the parser that node itself ships

const SYNTAX = new Set(
  ("Program VariableDeclaration VariableDeclarator FunctionDeclaration FunctionExpression ArrowFunctionExpression " +
    "BlockStatement ExpressionStatement IfStatement ForStatement ForInStatement WhileStatement DoWhileStatement " +
    "ReturnStatement ThrowStatement TryStatement CatchClause BreakStatement ContinueStatement SwitchStatement SwitchCase " +
    "EmptyStatement Identifier Literal TemplateLiteral TemplateElement ArrayExpression ObjectExpression Property " +
    "MemberExpression CallExpression NewExpression UnaryExpression UpdateExpression BinaryExpression LogicalExpression " +
    "AssignmentExpression ConditionalExpression SequenceExpression ThisExpression RestElement").split(" "),
);
const GLOBALS = new Set(["Date", "Math", "Object", "JSON", "String", "Array", "encodeURIComponent", "undefined"]);

function* wrong(node, known) {
  if (Array.isArray(node)) for (const part of node) yield* wrong(part, known);
  if (!node || typeof node.type !== "string") return;
  const odd = !SYNTAX.has(node.type) || (node.type === "Property" && (node.shorthand || node.computed || node.method));
  if (odd || node.async || node.generator) yield [node, `${node.type} is not documented for this runtime`];
  if (node.type === "Identifier" && !known.has(node.name)) yield [node, `nothing declares ${node.name}`];
  for (const [key, part] of Object.entries(node)) {
    const label = (key === "property" || key === "key") && !node.computed;
    if (!label && part && typeof part === "object") yield* wrong(part, known);
  }
}

function* declared(node) {
  if (!node || typeof node !== "object") return;
  if (node.type === "VariableDeclarator" || node.type === "FunctionDeclaration") yield node.id.name;
  for (const parameter of node.params ?? []) yield parameter.name;
  for (const part of Object.values(node)) yield* declared(part);
}

for (const file of process.argv.slice(2).filter((argument) => argument !== "-f")) {
  const tree = parse(readFileSync(file, "utf8"), { ecmaVersion: 2018, sourceType: "script", locations: true });
  const known = new Set([...GLOBALS, ...declared(tree)]);
  if (!known.has("handler")) wrongs(file, tree, "there is no function handler");
  for (const [node, message] of wrong(tree.body, known)) wrongs(file, node, message);
}

function wrongs(file, node, message) {
  console.error(`${file}:${node.loc.start.line}:${node.loc.start.column + 1}: ${message}`);
  process.exitCode = 1;
}
