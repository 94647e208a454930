function bar(kind, height) {
  const element = make("span", kind)
  element.style.height = height * 100 + "%"
  return element
}

function column(told) {
  const box = make("button", "column")
  const heard = told.blind ? told.said + ". Not all was heard: " + told.blind : told.said
  box.title = heard
  box.setAttribute("aria-label", heard)
  box.setAttribute("aria-pressed", told.chosen)
  box.dataset.key = told.answered || told.waiting ? told.key : ""
  if (told.blind) box.classList.add("blind")
  const median = make("span", "panel median")
  if (!told.reached) median.append(bar("bar never", 1))
  else if (told.median !== null) median.append(bar("bar", told.median))
  const count = make("span", "panel count")
  count.append(bar("bar waiting", told.waiting), bar("bar answered", told.answered))
  box.append(median, count)
  if (told.label) box.append(make("span", "label quiet", told.label))
  return box
}

function entry(kind, text) {
  const one = make("span", "entry")
  one.append(make("span", "key " + kind), make("span", "quiet", text))
  return one
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const box = make("div", "box")
  const scale = make("div", "scale quiet")
  scale.setAttribute("aria-hidden", "true")
  for (const each of data.lines) {
    const line = make("span", "line", each.label)
    line.style.bottom = "calc(" + each.y + " * var(--high) + var(--low) + var(--gap))"
    scale.append(line)
  }
  const top = make("span", "line", data.top)
  top.style.bottom = "var(--low)"
  scale.append(top)
  const columns = make("div", "columns")
  columns.append(...data.columns.map(column))
  columns.onclick = event => {
    const one = event.target.closest(".column")
    if (one && one.dataset.key) setTriggerValue("choose", one.dataset.key)
  }
  box.append(scale, columns)
  const legend = make("div", "legend")
  legend.append(
    entry("median", "half answered within"),
    entry("never", "half not answered yet"),
    entry("answered", "who wrote"),
    entry("waiting", "still waiting"),
  )
  if (data.columns.some(each => each.blind)) legend.append(entry("blind", "partly blind"))
  if (data.more) legend.append(make("span", "quiet", data.more))
  root.replaceChildren(box, legend)
}
