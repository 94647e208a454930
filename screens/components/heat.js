function cell(told) {
  const box = make("button", "cell level-" + told.level)
  box.append(make("b", "", told.turns), make("span", "", told.median))
  box.title = told.said
  box.setAttribute("aria-label", told.said)
  box.setAttribute("aria-pressed", told.chosen)
  box.tabIndex = -1
  box.dataset.key = told.key
  return box
}

function legend(told) {
  const box = make("div", "legend")
  box.append(make("span", "quiet", "Half were answered in"))
  told.levels.forEach((label, n) => {
    const one = make("span", "entry")
    one.append(make("span", "key level-" + (n + 1)), make("span", "quiet", label))
    box.append(one)
  })
  return box
}

// Rows are days on a desk and hours on a phone: keys go where the eye goes.
function moved(key, at, wide) {
  const across = wide ? 1 : 24
  const down = wide ? 24 : 1
  const by = { ArrowRight: across, ArrowLeft: -across, ArrowDown: down, ArrowUp: -down }[key]
  if (by === undefined) return null
  const to = at + by
  const same = Math.abs(by) === 24 || Math.floor(to / 24) === Math.floor(at / 24)
  return to >= 0 && to < 168 && same ? to : at
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const grid = make("div", "grid")
  grid.setAttribute("role", "group")
  grid.setAttribute("aria-label", "Waits by hour of the week")
  grid.append(make("span", "corner"))
  for (let hour = 0; hour < 24; hour++)
    grid.append(make("span", "hour quiet", String(hour).padStart(2, "0")))
  const cells = []
  data.rows.forEach((row, day) => {
    grid.append(make("span", "day quiet", data.days[day]))
    for (const each of row) {
      cells.push(cell(each))
      grid.append(cells.at(-1))
    }
  })
  const first = cells.find(each => each.getAttribute("aria-pressed") === "true")
  ;(first || cells[0]).tabIndex = 0
  grid.onclick = event => {
    const one = event.target.closest(".cell")
    if (one && one.dataset.key) setTriggerValue("choose", one.dataset.key)
  }
  grid.onkeydown = event => {
    const at = cells.indexOf(event.target.closest(".cell"))
    const wide = getComputedStyle(grid).gridAutoFlow === "row"
    const to = at < 0 ? null : moved(event.key, at, wide)
    if (to === null) return
    event.preventDefault()
    cells[at].tabIndex = -1
    cells[to].tabIndex = 0
    cells[to].focus()
  }
  root.replaceChildren(grid, legend(data))
}
