/* The theme has navigation landmarks without names over every code block: to a reader only what they hold matters. */
(() => {
  const quiet = () => {
    for (const bar of document.querySelectorAll("nav.md-code__nav:not([role])")) bar.setAttribute("role", "none")
  }
  quiet()
  new MutationObserver(quiet).observe(document.body, { childList: true, subtree: true })
})()
