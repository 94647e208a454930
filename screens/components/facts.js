export default function ({ data, parentElement }) {
  const list = make("dl")
  for (const [name, value] of data.facts)
    list.append(make("dt", "quiet", name), said("dd", "", value))
  const parts = [make("h4", "", "Customer"), list]
  if (data.turns.length) {
    parts.push(make("h4", "", "Earlier turns"))
    for (const each of data.turns) {
      const turn = make("div", "turn")
      turn.append(make("b", "", each.title), make("div", "quiet", each.told))
      parts.push(turn)
    }
  }
  parentElement.querySelector(".root").replaceChildren(...parts)
}
