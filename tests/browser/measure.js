/* What a reader would trip over: the headings, the width of the document, and text that stands out too little. */
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const known = new Map()
  const rgba = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
      known.set(colour, [r, g, b, a / 255])
    }
    return known.get(colour)
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1]
  const remembered = (compute) => {
    const answers = new Map()
    return (element) => answers.get(element) ?? answers.set(element, compute(element)).get(element)
  }
  const ground = remembered((element) =>
    element ? over(rgba(getComputedStyle(element).backgroundColor), ground(element.parentElement)) : [255, 255, 255, 1])
  const opacity = remembered((element) => (element ? getComputedStyle(element).opacity * opacity(element.parentElement) : 1))
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = remembered((element) => {
    const below = ground(element)
    const [r, g, b, a] = rgba(getComputedStyle(element).color)
    const [light, dark] = [luminance(over([r, g, b, a * opacity(element)], below)), luminance(below)].sort((x, y) => y - x)
    return (light + 0.05) / (dark + 0.05)
  })

  const still = document.createElement("style")
  still.textContent = "* { transition: none !important; animation: none !important }"
  document.head.append(still)

  const faint = new Map()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  let read = 0
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement
    const text = texts.currentNode.textContent.trim()
    if (!text || element.closest("script, style, noscript")) continue
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    read += 1
    const ratio = contrast(element)
    if (ratio < 4.5) faint.set(`${element.tagName.toLowerCase()}.${element.className}: ${text.slice(0, 40)}`, ratio.toFixed(2))
  }
  const root = document.documentElement
  return {
    headings: [...document.querySelectorAll("h1")].filter((heading) => !heading.closest(".md-search")).map((heading) => heading.innerText),
    overflow: root.scrollWidth - root.clientWidth,
    width: window.innerWidth,
    scheme: document.body.dataset.mdColorScheme,
    faint: [...faint].map(([where, ratio]) => `${ratio} ${where}`),
    read,
  }
}
