/* The theme has navigation landmarks without names over every code block and in every result of a search: to a reader
   only what they hold matters. */
(() => {
  const quiet = () => {
    for (const bar of document.querySelectorAll("nav:is(.md-code__nav, .md-search-result .md-tags):not([role])")) bar.setAttribute("role", "none")
  }
  quiet()
  new MutationObserver(quiet).observe(document.body, { childList: true, subtree: true })
})()
