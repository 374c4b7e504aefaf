/* The page of what is missing: names the code that was asked for, and puts the nearest codes first. */
(() => {
  const list = document.getElementById("dg-codes")
  const found = location.pathname.match(/\/errors\/([^/]+?)(?:\.html|\/)?$/)
  if (!list || !found) return
  let code = found[1]
  try { code = decodeURIComponent(code) } catch { /* shown as it was asked for */ }
  document.getElementById("dg-missing").textContent = `The error code ${code} is not documented yet.`
  const words = code.split(/[_.-]/)
  const near = (item) => item.textContent.split(/[_.-]/).filter((word) => words.includes(word)).length
  for (const item of [...list.children].sort((a, b) => near(b) - near(a))) list.append(item)
})()
