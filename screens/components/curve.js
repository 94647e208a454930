const SVG = "http://www.w3.org/2000/svg"

function draw(tag, kind, attributes) {
  const element = document.createElementNS(SVG, tag)
  element.setAttribute("class", kind)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

// The plot is 1000 wide and 1000 high, stretched to its box: texts stand beside it.
function path(corners) {
  let way = "M 0 1000"
  for (const [x, y] of corners) way += " H " + x * 1000 + " V " + (1 - y) * 1000
  return way + " H 1000"
}

function plot(told) {
  const svg = draw("svg", "", { viewBox: "0 0 1000 1000", preserveAspectRatio: "none" })
  const line = (kind, x1, y1, x2, y2) => svg.append(draw("line", kind, { x1, y1, x2, y2 }))
  for (const share of [0, 0.25, 0.5, 0.75, 1])
    line("grid", 0, (1 - share) * 1000, 1000, (1 - share) * 1000)
  for (const each of told.ticks) line("grid", each.x * 1000, 0, each.x * 1000, 1000)
  for (const each of told.targets)
    line("target " + each.clock, each.x * 1000, 0, each.x * 1000, 1000)
  svg.append(draw("path", "open", { d: path(told.open) }))
  svg.append(draw("path", "wall", { d: path(told.wall) }))
  return svg
}

function put(kind, text, left, top) {
  const element = make("span", kind, text)
  element.style.left = left * 100 + "%"
  if (top != null) element.style.top = top * 100 + "%"
  return element
}

function legend(told) {
  const box = make("div", "legend")
  const entry = (kind, text) => {
    const one = make("span", "entry")
    one.append(make("span", "key " + kind), make("span", "quiet", text))
    box.append(one)
  }
  entry("wall", "wall clock, as the customer feels it")
  entry("open", "open hours")
  if (told.waiting.length) entry("waiting", "still waiting")
  if (told.targets.length) entry("target", "target in open hours, cap by the wall clock")
  return box
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  const box = make("div", "box")
  box.setAttribute("role", "img")
  box.setAttribute("aria-label", data.summary)
  box.append(plot(data))
  for (const share of [0.25, 0.5, 0.75, 1])
    box.append(put("share quiet", share * 100 + "%", 0, 1 - share))
  for (const each of data.ticks) box.append(put("tick quiet", each.label, each.x))
  data.targets.forEach((each, n) => {
    const label = put("label " + each.clock + (each.x > 0.7 ? " left" : ""), each.label, each.x)
    label.style.bottom = 4 + n * 15 + "px"
    box.append(label)
  })
  for (const [x, y] of data.waiting) box.append(put("waiting", "", x, 1 - y))
  const here = put("here", "", 0, 1)
  const said = make("div", "said", data.summary)
  said.setAttribute("aria-hidden", "true")
  here.hidden = true
  box.append(here)
  box.onpointermove = event => {
    const place = box.getBoundingClientRect()
    const x = (event.clientX - place.left) / place.width
    const last = data.readings.length - 1
    const at = Math.min(last, Math.max(0, Math.round(x * last)))
    const one = data.readings[at]
    here.hidden = false
    here.style.left = at / last * 100 + "%"
    here.style.top = (1 - one.y) * 100 + "%"
    said.textContent = one.said
  }
  box.onpointerleave = () => {
    here.hidden = true
    said.textContent = data.summary
  }
  root.replaceChildren(said, box, legend(data))
}
