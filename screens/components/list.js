function row(told, place) {
  const line = make("div", told.snoozed ? "row snoozed" : "row")
  line.id = "row-" + place
  line.dataset.id = told.id
  line.setAttribute("role", "option")
  const name = said("div", "name", told.name)
  if (told.handle) name.append(said("small", "quiet", told.handle))
  const age = make("div", "age quiet")
  age.dataset.since = told.since
  age.title = "Waiting since " + told.when
  const chips = make("div", "chips")
  chips.append(...told.chips.map(chip))
  const text = said("div", "text", told.text, told.lang)
  line.append(avatar(told.initials, told.network), name, age, text, chips)
  return line
}

function select(list, id) {
  for (const each of list.children) {
    const chosen = each.dataset.id === id
    each.setAttribute("aria-selected", chosen)
    if (chosen) {
      list.setAttribute("aria-activedescendant", each.id)
      each.scrollIntoView({ block: "nearest" })
    }
  }
}

function step(key, at, last) {
  if (key === "j" || key === "ArrowDown") return Math.min(at + 1, last)
  if (key === "k" || key === "ArrowUp") return Math.max(at - 1, 0)
  if (key === "Home") return 0
  if (key === "End") return last
  return null
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const list = root.querySelector(".list")
  const rows = JSON.stringify(data.rows)
  if (list.rows !== rows) {
    const where = list.scrollTop
    list.replaceChildren(...data.rows.map(row))
    list.scrollTop = where
    list.rows = rows
  }
  root.querySelector(".empty").textContent = data.empty
  root.querySelector(".empty").hidden = data.rows.length > 0
  list.hidden = data.rows.length === 0
  root.querySelector(".more").textContent = data.more
  if (list.chosen !== data.chosen + rows) {
    list.chosen = data.chosen + rows
    select(list, data.chosen)
  }
  tick(root, data.now)

  let waiting
  const open = (id, delay) => {
    select(list, id)
    clearTimeout(waiting)
    waiting = setTimeout(() => setTriggerValue("open", id), delay)
  }
  list.onclick = event => {
    const line = event.target.closest(".row")
    if (line) open(line.dataset.id, 0)
  }
  list.onkeydown = event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const lines = [...list.children]
    const at = lines.findIndex(each => each.getAttribute("aria-selected") === "true")
    const to = step(event.key, at, lines.length - 1)
    if (to === null) return
    event.preventDefault()
    // Wait a moment: whoever holds the key down passes cases by.
    if (to !== at) open(lines[to].dataset.id, 150)
  }
  return () => stop(root)
}
