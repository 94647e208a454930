// By the viewer's own clock; the brand's stands in the title.
const PARTS = {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
}
const CLOCK = new Intl.DateTimeFormat("en-GB", PARTS)

// Beside facts by the brand's clock it must be said when the viewer's is another.
function otherClock(told) {
  const theirs = new Intl.DateTimeFormat("en-GB", { ...PARTS, timeZone: told.zone })
  const differ = told.lines.some(each => CLOCK.format(each.at) !== theirs.format(each.at))
  return differ ? "By your own clock; all else here is by that of " + told.zone + "." : ""
}

function moment(at, when, kind) {
  const element = make("time", kind, CLOCK.format(new Date(at)))
  element.dateTime = new Date(at).toISOString()
  element.title = when
  return element
}

function entry(told) {
  const line = make("li", told.look)
  const head = make("div", "when quiet")
  head.append(moment(told.at, told.when))
  if (told.who) head.append(make("span", "", " · "), said("span", "", told.who))
  const text = said("div", "text", told.text)
  if (told.until) text.append(" until ", moment(told.until.at, told.until.when))
  line.append(head, text)
  return line
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  const shown = JSON.stringify(data)
  if (root.shown === shown) return
  const box = make("details")
  box.open = root.case === data.case && root.querySelector("details")?.open
  const title = make("summary", "", "What happened")
  title.append(make("small", "quiet", data.lines.length))
  const list = make("ol")
  list.append(...data.lines.map(entry))
  box.append(title)
  for (const each of [data.left_out, otherClock(data)])
    if (each) box.append(make("div", "left-out quiet", each))
  box.append(list)
  root.replaceChildren(box)
  root.shown = shown
  root.case = data.case
}
