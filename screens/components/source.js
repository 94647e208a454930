function head(told) {
  const top = make("div", "top")
  const mark = make("span", "mark", told.network.mark)
  mark.style.background = told.network.colour
  mark.setAttribute("aria-hidden", "true")
  const words = make("div", "words")
  const state = make("div", "state")
  const light = make("span", "light " + told.tone)
  light.setAttribute("aria-hidden", "true")
  state.append(light, make("span", "", told.sentence))
  words.append(make("div", "name", told.name), state)
  const figures = make("div", "figures quiet")
  for (const each of told.figures) figures.append(make("span", "", each))
  top.append(mark, words, figures)
  return top
}

function help(told) {
  const box = make("div", "help")
  if (told.advice) box.append(make("div", "", told.advice))
  if (told.said) {
    const said = make("div", "quiet", "Detail: ")
    said.append(make("code", "", told.said))
    box.append(said)
  }
  return box
}

function cell(kind, text, label) {
  const element = make("div", kind, text)
  element.setAttribute("role", label || "cell")
  return element
}

function streams(told) {
  const table = make("div", "streams")
  table.setAttribute("role", "table")
  table.setAttribute("aria-label", "What is read of " + told.name)
  const row = (kind, cells) => {
    const line = make("div", "row " + kind)
    line.setAttribute("role", "row")
    line.append(...cells)
    table.append(line)
  }
  row("heads quiet", [
    cell("what", "Read", "columnheader"),
    cell("query", "", "columnheader"),
    cell("read", "Last", "columnheader"),
    cell("posts", "New in 24 h", "columnheader"),
  ])
  for (const each of told.streams) {
    const query = cell("query", each.query)
    query.dir = "auto"
    query.title = each.query
    row("", [cell("what", each.what), query, cell("read", each.read), cell("posts", each.posts)])
  }
  return table
}

function strip(told) {
  const box = make("div", "week")
  const bar = make("div", "bar")
  bar.setAttribute("role", "img")
  bar.setAttribute("aria-label", "The last seven days; what was missed is listed below")
  for (const each of told.strip) {
    const piece = make("span", "piece " + each.look)
    piece.style.left = each.left + "%"
    piece.style.width = each.width + "%"
    piece.title = each.title
    bar.append(piece)
  }
  const days = make("div", "days quiet")
  days.setAttribute("aria-hidden", "true")
  for (const each of told.days) {
    const day = make("span", "", each.label)
    day.style.left = each.left + "%"
    days.append(day)
  }
  box.append(bar, days)
  return box
}

function outages(told) {
  const list = make("ul", "outages")
  for (const each of told.outages) {
    const line = make("li")
    const what = make("span", "cause", each.what)
    what.append(make("span", "quiet", " · " + each.part + " · " + each.end))
    line.append(make("span", "light " + each.look), make("span", "when quiet", each.when), what)
    list.append(line)
  }
  if (told.more) {
    const rest = make("li")
    rest.append(make("span", "rest quiet", told.more))
    list.append(rest)
  }
  return list
}

export default function ({ data, parentElement }) {
  const parts = [head(data)]
  if (data.advice || data.said) parts.push(help(data))
  if (data.streams.length) parts.push(streams(data))
  if (data.strip.length) parts.push(strip(data))
  if (data.outages.length) parts.push(outages(data))
  parentElement.querySelector(".root").replaceChildren(...parts)
}
