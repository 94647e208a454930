export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  const top = make("div", "top")
  const who = make("div", "who")
  who.append(said("div", "name", data.name), said("div", "where quiet", data.where))
  top.append(avatar(data.initials, data.network), who)
  const link = way(data.link)
  if (link) {
    link.className = "out"
    top.append(link)
  }
  const body = said("div", "body", data.text, data.lang)
  body.tabIndex = 0
  body.setAttribute("role", "group")
  body.setAttribute("aria-label", "The post")
  root.replaceChildren(top, body)
}
