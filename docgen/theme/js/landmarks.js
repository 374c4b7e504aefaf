/* The theme puts a navigation landmark over every code block, all without a name: only its buttons matter to a reader. */
(() => {
  const quiet = () => {
    for (const bar of document.querySelectorAll("nav.md-code__nav:not([role])")) bar.setAttribute("role", "none")
  }
  quiet()
  new MutationObserver(quiet).observe(document.body, { childList: true, subtree: true })
})()
