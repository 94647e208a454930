function named(told, chooses) {
  const box = make(chooses ? "button" : "span", "named")
  if (told.network) {
    const mark = make("span", "mark", told.network.mark)
    mark.style.background = told.network.colour
    mark.setAttribute("aria-hidden", "true")
    box.append(mark)
  }
  box.append(said("span", "name", told.name))
  if (told.blind) {
    const blind = make("span", "chip orange", "partly blind")
    blind.title = told.blind
    box.append(blind)
  }
  return box
}

function cell(told, label) {
  const box = make("td", told.kind)
  box.dataset.label = label
  if (told.title) box.title = told.title
  const value = make("span", "value")
  if (told.kind === "target") {
    const line = make("span", "line")
    const met = make("span", "met")
    met.style.width = (told.met || 0) + "%"
    line.append(met)
    value.append(line)
  }
  value.append(make("span", "", told.text))
  if (told.small) value.append(make("small", "quiet", told.small))
  box.append(value)
  return box
}

function row(told, heads, chooses) {
  const line = make("tr", "row" + (told.chosen ? " chosen" : ""))
  line.dataset.key = told.key
  const name = make("th")
  name.scope = "row"
  name.append(named(told, chooses))
  if (chooses) name.firstChild.setAttribute("aria-pressed", told.chosen)
  line.append(name, ...told.cells.map((each, n) => cell(each, heads[n + 1])))
  return line
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const table = make("table", data.steady ? "steady" : "")
  table.setAttribute("aria-label", data.title)
  const head = make("tr", "quiet")
  for (const [n, each] of data.heads.entries()) {
    const kinds = data.lines.map(line => n && line.cells[n - 1].kind)
    const one = make("th", kinds[0] || "", each)
    one.scope = "col"
    head.append(one)
  }
  const top = make("thead")
  top.append(head)
  const body = make("tbody")
  body.append(...data.lines.map(each => row(each, data.heads, data.chooses)))
  table.append(top, body)
  root.replaceChildren(table)
  if (data.more) root.append(make("div", "more quiet", data.more))
  body.onclick = event => {
    const line = event.target.closest(".row")
    if (line && data.chooses) setTriggerValue("choose", line.dataset.key)
  }
}
