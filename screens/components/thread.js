function head(told) {
  const top = make("div", "top")
  const who = make("div", "who")
  const name = said("div", "name", told.name)
  who.append(name, said("div", "where quiet", told.where))
  top.append(avatar(told.initials, told.network), who)
  const link = way(told.link)
  if (link) {
    link.className = "out"
    top.append(link)
  }
  return top
}

function bubble(told) {
  const box = make("div", "message " + told.kind + (told.start ? " start" : ""))
  if (told.who) box.append(said("div", "by quiet", told.who))
  const body = said("div", told.gone ? "body gone" : "body", told.text, told.lang)
  box.append(body)
  const under = make("div", "under quiet")
  const age = make("span")
  age.dataset.since = told.at
  age.dataset.after = " ago"
  age.title = told.when
  under.append(age)
  if (told.told) under.append(make("span", "", " · " + told.told))
  const link = way(told.link)
  if (link) under.append(make("span", "", " · "), link)
  box.append(under)
  return box
}

// Show the newest end, but never past the words that still wait for an answer.
function settle(log) {
  log.scrollTop = log.scrollHeight
  const start = log.querySelector(".start")
  if (!start) return
  const above = log.getBoundingClientRect().top - start.getBoundingClientRect().top
  if (above > 0) log.scrollTop -= above + 12
}

// Other cases: a click opens one in the place of this.
function beside(told) {
  const line = make("div", "beside")
  if (told.group) line.append(make("span", "quiet", told.group))
  for (const each of told.links) {
    const button = make("button", "", each.text)
    button.type = "button"
    button.dataset.case = each.id
    button.title = each.when + ". " + each.help
    const age = make("span", "quiet")
    age.dataset.since = each.at
    age.dataset.after = " ago"
    button.append(" ", age)
    line.append(button)
  }
  const quoted = way(told.quoted)
  if (quoted) line.append(quoted)
  return line
}

function notes(told) {
  const list = make("ul", "notes")
  list.append(...told.map(each => said("li", "", each)))
  return list
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const shown = JSON.stringify({ ...data, now: 0 })
  if (root.shown !== shown) {
    const chips = make("div", "chips")
    chips.append(...data.chips.map(chip))
    const parts = [head(data.head), chips]
    if (data.because.length) {
      const why = make("div", "why quiet", "Because: ")
      why.append(said("span", "", data.because.join(" · ")))
      parts.push(why)
    }
    if (data.notes.length) parts.push(notes(data.notes))
    const line = beside(data.beside)
    if (line.hasChildNodes()) parts.push(line)
    root.querySelector(".head").replaceChildren(...parts)
    const log = root.querySelector(".log")
    log.replaceChildren(...data.messages.map(bubble))
    if (data.left_out) log.prepend(make("div", "left-out quiet", data.left_out))
    settle(log)
    root.shown = shown
  }
  root.querySelector(".head").onclick = event => {
    const button = event.target.closest("button[data-case]")
    if (button) setTriggerValue("open", button.dataset.case)
  }
  tick(root, data.now)
  return () => stop(root)
}
