"""Pictures for the sample articles: the same mountains for the same article, drawn as SVG from its identity."""

from hashlib import sha256

_WIDTH, _HEIGHT = 800, 450


def draw(identity: str) -> str:
    """Return an SVG of 800x450: a sky, a sun or moon and three ridges, all chosen by `identity`."""
    seed = sha256(identity.encode()).digest()
    hue = seed[0] * 360 // 256
    dark = seed[1] < 80
    sky = [f"hsl({hue} 60% {18 if dark else 78}%)", f"hsl({(hue + 40) % 360} 70% {32 if dark else 90}%)"]
    ridges = "".join(_ridge(seed[4 + 8 * row : 12 + 8 * row], row, hue, dark=dark) for row in range(3))
    x, y, radius = 120 + seed[2] * 2, 90 + seed[3] // 4, 34 + seed[3] // 8
    disc = "#f4f1de" if dark else f"hsl({(hue + 180) % 360} 90% 96%)"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}">'
        f'<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="{sky[0]}"/>'
        f'<stop offset="1" stop-color="{sky[1]}"/></linearGradient></defs>'
        f'<rect width="100%" height="100%" fill="url(#s)"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{disc}"/>{ridges}</svg>'
    )


def _ridge(heights: bytes, row: int, hue: int, *, dark: bool) -> str:
    """Return one mountain ridge; rows further down are nearer and darker."""
    step = _WIDTH / (len(heights) - 1)
    floor = 190 + 80 * row
    peaks = " ".join(f"{number * step:.0f},{floor + height * 110 // 256}" for number, height in enumerate(heights))
    light = (28 - 9 * row) if dark else (62 - 14 * row)
    return (
        f'<polygon points="0,{_HEIGHT} {peaks} {_WIDTH},{_HEIGHT}" fill="hsl({(hue + 15 * row) % 360} 32% {light}%)"/>'
    )
