/* The language of one sample is that of all, and is remembered; what was under the pointer stays there. */
(() => {
  const tabs = [...document.querySelectorAll(".dg-tab")]
  const key = "docgen.sample"
  const choose = (language) => { for (const tab of tabs) if (tab.value === language) tab.checked = true }
  try { choose(localStorage.getItem(key)) } catch { /* storage is off: the first language shows */ }
  for (const tab of tabs) {
    tab.addEventListener("change", () => {
      const before = tab.parentElement.getBoundingClientRect().top
      choose(tab.value)
      scrollBy({ top: tab.parentElement.getBoundingClientRect().top - before, behavior: "instant" })
      try { localStorage.setItem(key, tab.value) } catch { /* not remembered */ }
    })
  }
})()
