// Only the network's own address, only https, and nothing of us goes along.
function out(link) {
  if (!link || !/^https:\/\//i.test(link.url)) return null
  const element = make("a", "", link.label)
  element.href = link.url
  element.target = "_blank"
  element.rel = "noopener noreferrer nofollow"
  element.referrerPolicy = "no-referrer"
  return element
}

function inbox(id) {
  const element = make("a", "", "Open in Inbox")
  element.href = "/?case=" + encodeURIComponent(id)
  return element
}

function wait(told) {
  const box = make("div", "wait")
  box.append(make("b", "", told.wait), make("div", "quiet", told.parts))
  if (told.open) box.append(make("div", "quiet", told.open))
  const bar = make("div", "bar")
  bar.setAttribute("aria-hidden", "true")
  const lag = make("span", "lag")
  lag.style.width = told.lag + "%"
  bar.append(lag)
  if (told.lag !== null) box.append(bar)
  return box
}

function line(told) {
  const row = make("div", "row")
  row.setAttribute("role", "listitem")
  const who = make("div", "who")
  who.append(said("div", "name", told.name), make("div", "when quiet", told.when))
  const text = said("div", "text", told.text, told.lang)
  const chips = make("div", "chips")
  chips.append(...told.chips.map(chip))
  if (told.by) chips.append(said("span", "by quiet", told.by))
  const links = make("div", "links")
  links.append(...[inbox(told.case), out(told.post), out(told.reply)].filter(Boolean))
  row.append(avatar(told.initials, told.network), who, text, wait(told), chips, links)
  return row
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const head = root.querySelector(".head")
  head.replaceChildren(said("b", "", data.title), make("span", "quiet", data.count))
  if (data.clear) {
    const clear = make("button", "", data.clear)
    clear.onclick = () => setTriggerValue("clear", true)
    head.append(clear)
  }
  root.querySelector(".list").replaceChildren(...data.lines.map(line))
  const foot = root.querySelector(".foot")
  foot.replaceChildren()
  if (data.more) {
    const more = make("button", "", "Show more")
    more.onclick = () => setTriggerValue("more", data.lines.length)
    foot.append(make("span", "quiet", data.more), more)
  }
  // Whoever chose something further up is led to what it holds.
  if (root.chosen !== undefined && data.chosen && root.chosen !== data.chosen)
    root.scrollIntoView({ block: "nearest", behavior: "smooth" })
  root.chosen = data.chosen
}
