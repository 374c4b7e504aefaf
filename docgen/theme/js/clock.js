/* A page says how things are on the day for which it was built. What has ended by the clock of the reader is shown as
   ended: `data-dg-from` has the times, `data-dg-then` what to say from each on, `data-dg-states` the states in their order. */
(() => {
  /* of the scripts of the theme, that at the start is enough */
  if ((document.currentScript?.dataset.docgen ?? "start") !== "start") return
  const update = () => {
    for (const one of document.querySelectorAll("[data-dg-from]")) {
      const { dgFrom, dgThen, dgStates, dgBlock = "dg-chip" } = one.dataset
      const times = dgFrom.trim().split(/\s+/).map((time) => Date.parse(time))
      const passed = times.filter((time) => time <= Date.now()).length
      if (!passed) continue
      const words = dgThen === undefined ? [] : times.length > 1 ? dgThen.split(" ") : [dgThen]
      if (words.length && one.textContent !== words[passed - 1]) one.textContent = words[passed - 1]
      const states = (dgStates ?? "").split(" ").filter(Boolean).map((state) => `${dgBlock}--${state}`)
      one.classList.remove(...states)
      if (states.length) one.classList.add(states[passed])
      one.hidden = false
    }
  }
  update()
  document.addEventListener("visibilitychange", update)
  if (document.readyState !== "loading") return
  /* Of a page that is still read, each part is right before it is drawn: what changes later moves the rest. */
  const reading = new MutationObserver(update)
  reading.observe(document, { childList: true, subtree: true })
  document.addEventListener("DOMContentLoaded", () => reading.disconnect())
})()
