/* An address of the time when all operations and objects of a resource were on its page leads to the page of each. */
(() => {
  const listed = [...document.querySelectorAll(".dg-operations li[id], .dg-objects li[id]")]
  let asked = location.hash.slice(1)
  try { asked = decodeURIComponent(asked) } catch { /* no address of ours: nothing has it as its id */ }
  const found = listed.filter((item) => asked === item.id || asked.startsWith(item.id + "."))
  const item = found.sort((a, b) => b.id.length - a.id.length)[0]
  if (!item) return
  const field = asked.slice(item.id.length + 1)
  location.replace(item.querySelector("a").href + (field ? "#field/" + field : ""))
})()
