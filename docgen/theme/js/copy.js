/* "Copy page": the Markdown twin of the page on the clipboard. Without this script, or without a clipboard, the link leads to it. */
(() => {
  if (!navigator.clipboard || !window.ClipboardItem) return
  const markdown = async (url) => {
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(answer.statusText)
    return new Blob([await answer.text()], { type: "text/plain" })
  }
  const tell = (button, word, sentence) => {
    const status = button.parentElement.querySelector(".dg-copy__status")
    button.textContent = word
    status.textContent = sentence
    clearTimeout(button.dgTimer)
    button.dgTimer = setTimeout(() => { button.textContent = "Copy page"; status.textContent = "" }, 3000)
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".dg-copy__button")
    if (!button) return
    // The clipboard takes a promise: Safari refuses what is written after the click has been handled.
    navigator.clipboard.write([new ClipboardItem({ "text/plain": markdown(button.dataset.twin) })]).then(
      () => tell(button, "Copied", "The page was copied as Markdown."),
      () => tell(button, "Not copied", "The page could not be copied. The link beside it leads to its Markdown."),
    )
  })
  document.documentElement.classList.add("dg-can-copy")
})()
