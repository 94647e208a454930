function piece(kind, share) {
  const element = make("span", "piece " + kind)
  element.style.width = share * 100 + "%"
  return element
}

function bar(told) {
  const row = make("button", "row")
  row.dataset.key = told.waiting === "0" ? "" : told.label
  row.disabled = !row.dataset.key
  row.setAttribute("aria-pressed", told.chosen)
  const line = make("span", "line")
  line.append(piece("late", told.late), piece("calm", told.calm))
  const number = make("b", "", told.waiting)
  row.append(make("span", "label quiet", told.label), line, number)
  row.append(make("span", "overdue", told.overdue))
  return row
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  root.replaceChildren(...data.bars.map(bar))
  root.onclick = event => {
    const row = event.target.closest(".row")
    if (row && row.dataset.key) setTriggerValue("choose", row.dataset.key)
  }
}
