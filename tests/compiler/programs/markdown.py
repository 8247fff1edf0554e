"""Markdown to HTML: headings, paragraphs, emphasis, code, links, lists (nested), quotes, fences, rules, tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
ITEM = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+]|\d+\.)\s+(?P<text>.*)")
RULE = re.compile(r"(?:[-*_]\s*){3,}$")
INLINE = re.compile(
    r"`(?P<code>[^`]+)`|!\[(?P<alt>[^\]]*)\]\((?P<src>[^)\s]+)\)|\[(?P<label>[^\]]+)\]\((?P<href>[^)\s]+)(?:\s+\"(?P<title>[^\"]*)\")?\)"
    r"|\*\*(?P<strong>.+?)\*\*|(?<![\w*])\*(?P<em>[^*]+?)\*(?!\*)|<(?P<auto>https?://[^>]+)>|~~(?P<strike>.+?)~~"
)


def inline(text: str) -> str:
    out: list[str] = []
    at = 0
    for match in INLINE.finditer(text):
        out.append(html.escape(text[at : match.start()], quote=False))
        out.append(span(match))
        at = match.end()
    out.append(html.escape(text[at:], quote=False))
    return "".join(out)


def span(match: re.Match[str]) -> str:
    parts = match.groupdict()
    match match.lastgroup:
        case "code":
            return f"<code>{html.escape(parts['code'])}</code>"
        case "src":
            return f'<img src="{html.escape(parts["src"])}" alt="{html.escape(parts["alt"] or "")}">'
        case "href" | "title":
            title = f' title="{html.escape(parts["title"])}"' if parts["title"] else ""
            return f'<a href="{html.escape(parts["href"])}"{title}>{inline(parts["label"])}</a>'
        case "strong" | "em" as tag:
            return f"<{tag}>{inline(parts[tag])}</{tag}>"
        case "strike":
            return f"<del>{inline(parts['strike'])}</del>"
    url = html.escape(parts["auto"])
    return f'<a href="{url}">{url}</a>'


class Renderer:
    def __init__(self, text: str) -> None:
        self.lines = text.expandtabs(4).splitlines()
        self.at = 0

    def peek(self) -> str | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def take_while_prefix(self, prefix: str) -> list[str]:
        taken: list[str] = []
        while (line := self.peek()) is not None and line.startswith(prefix):
            taken.append(line.removeprefix(prefix).removeprefix(" "))
            self.at += 1
        return taken

    def blocks(self) -> Iterator[str]:
        while (line := self.peek()) is not None:
            if not line.strip():
                self.at += 1
            elif line.startswith("```"):
                yield self.fence(line[3:].strip())
            elif heading := HEADING.match(line):
                self.at += 1
                level = len(heading[1])
                yield f"<h{level}>{inline(heading[2])}</h{level}>"
            elif RULE.match(line):
                self.at += 1
                yield "<hr>"
            elif line.startswith(">"):
                inner = "\n".join(self.take_while_prefix(">"))
                yield "<blockquote>\n" + render(inner) + "\n</blockquote>"
            elif ITEM.match(line):
                yield self.items(0)
            elif "|" in line and self.is_table():
                yield self.table()
            else:
                yield self.paragraph()

    def fence(self, language: str) -> str:
        self.at += 1
        body: list[str] = []
        while (line := self.peek()) is not None and not line.startswith("```"):
            body.append(line)
            self.at += 1
        self.at += 1
        kind = f' class="language-{language}"' if language else ""
        return f"<pre><code{kind}>" + html.escape("\n".join(body)) + "</code></pre>"

    def items(self, indent: int) -> str:
        out: list[str] = []
        tag = ""
        while (line := self.peek()) is not None and (item := ITEM.match(line)):
            depth = len(item["indent"])
            if depth < indent:
                break
            if depth > indent and out:
                out[-1] = out[-1].removesuffix("</li>") + "\n" + self.items(depth) + "</li>"
                continue
            tag = tag or ("ul" if item["mark"] in "-*+" else "ol")
            text = item["text"]
            self.at += 1
            if text.startswith(("[ ] ", "[x] ")):
                box = " checked" if text[1] == "x" else ""
                text = f'<input type="checkbox"{box}> ' + inline(text[4:])
            else:
                text = inline(text)
            out.append(f"<li>{text}</li>")
        return f"<{tag}>\n" + "\n".join(out) + f"\n</{tag}>"

    def is_table(self) -> bool:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        return bool(following) and set(following) <= set("|-: ") and "-" in following

    def table(self) -> str:
        def cells(line: str) -> list[str]:
            return [cell.strip() for cell in line.strip().strip("|").split("|")]

        head = cells(self.lines[self.at])
        aligns = [
            "right" if c.endswith(":") and not c.startswith(":") else "center" if c.endswith(":") else ""
            for c in cells(self.lines[self.at + 1])
        ]
        self.at += 2
        rows: list[list[str]] = []
        while (line := self.peek()) is not None and "|" in line:
            rows.append(cells(line))
            self.at += 1

        def row(tag: str, values: list[str]) -> str:
            styled = [(f' align="{a}"' if a else "", inline(v)) for a, v in zip(aligns, values, strict=False)]
            return "<tr>" + "".join(f"<{tag}{style}>{value}</{tag}>" for style, value in styled) + "</tr>"

        return "\n".join(["<table>", row("th", head), *(row("td", r) for r in rows), "</table>"])

    def paragraph(self) -> str:
        lines: list[str] = []
        while (line := self.peek()) is not None and line.strip() and not line.startswith((">", "#", "```")):
            if lines and ITEM.match(line):
                break
            lines.append(line)
            self.at += 1
        text = "\n".join(inline(one.strip()) + ("<br>" if one.endswith("  ") else "") for one in lines)
        return f"<p>{text}</p>"


def render(text: str) -> str:
    return "\n".join(Renderer(text).blocks())


SOURCE = """# Title with `code` & *stars* #

A paragraph with **bold *and* text**, a [link](http://x.y/?a=1&b=2 "T & t"), <https://auto.link>  
a break, ~~gone~~ and ![pic](p.png). 2 * 3 * 4 < 5

- one
- two
  - nested **b**
  - more
    1. deep
- [x] done
- [ ] open

3. three
4. four

> quote *em*
> # inside
>> nested

```python
if a < b: print("&")
```

| Name | Qty | Mid |
|------|----:|:---:|
| tea | 2 | `x` |
| **cake** | 10 | |

---
###### six
last line"""  # noqa: W291


if __name__ == "__main__":
    print(render(SOURCE))
    print(repr(render("")), render("plain"), render("```\nunclosed"))
