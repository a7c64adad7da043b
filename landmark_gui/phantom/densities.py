"""How dense every structure of the head is, as the renderer draws it.

Amounts are attenuation along the ray (mu * t, no unit); negative ones are air in place of tissue.
Chosen by eye until the picture had the greys of a film.
"""

from dataclasses import dataclass

from landmark_gui.phantom.rays import Edge


@dataclass(frozen=True, slots=True)
class Body:
    """A rounded solid structure."""

    name: str
    amount: float
    edge: Edge


@dataclass(frozen=True, slots=True)
class Veil:
    """A layer with a soft border."""

    name: str
    amount: float
    edge: Edge


@dataclass(frozen=True, slots=True)
class Plate:
    """A thin plate of bone seen on edge."""

    name: str
    amount: float
    width_mm: float


Structure = Body | Veil | Plate

_SOFT: tuple[Structure, ...] = (
    Body("skin", 0.1, Edge(3.0)),
    Body("skin", 0.27, Edge(60.0)),
    Body("tongue", 0.06, Edge(16.0)),
    Body("palate soft", 0.12, Edge(5.0)),
    Veil("pharynx", -0.2, Edge(4.0)),
    Veil("nostril", -0.1, Edge(3.6)),
    Plate("mouth", -0.12, 2.2),
    Body("hyoid", 0.2, Edge(1.5, rim=0.8)),
    Plate("hyoid horn", 0.1, 1.8),
)
_SKULL: tuple[Structure, ...] = (
    Body("vault", 0.85, Edge(3.6, grain=0.03)),
    Veil("brain", -0.34, Edge(4.4)),
    Veil("brain", 0.5, Edge(36.0, grain=0.05)),
    Veil("temporal", -0.42, Edge(22.0, grain=0.08)),
    Plate("outer table", 0.2, 1.6),
    Plate("inner table", 0.2, 1.2),
    Plate("coronal suture", -0.07, 1.4),
    Plate("meningeal groove", -0.05, 1.4),
    Veil("petrous", 0.6, Edge(9.0, grain=0.14, cells=0.1)),
    Veil("petrous core", 0.4, Edge(7.0, grain=0.16)),
    Veil("mastoid", 0.22, Edge(10.0, grain=0.2, cells=0.4)),
    Veil("meatus", -0.5, Edge(1.2)),
    Veil("infratemporal", 0.2, Edge(9.0, grain=0.1)),
    Plate("petrous ridge", 0.2, 2.4),
    Plate("cranial base", 0.45, 1.7),
    Plate("clivus", 0.16, 2.2),
    Plate("sella", 0.42, 0.9),
    Plate("planum", 0.3, 0.9),
    Plate("roof near", 0.36, 1.1),
    Plate("roof far", 0.3, 1.1),
    Plate("wing near", 0.3, 1.3),
    Plate("wing far", 0.24, 1.3),
    Veil("ethmoid", 0.42, Edge(5.0, grain=0.16, cells=0.22)),
    Veil("sphenoid sinus", -0.22, Edge(3.0)),
    Veil("frontal sinus", -0.45, Edge(1.6, cells=0.1)),
    Plate("frontal front", 0.3, 2.0),
    Body("nasal bone", 0.18, Edge(2.4, rim=0.3)),
    Veil("frontal process", 0.2, Edge(7.0, grain=0.12)),
    Plate("suture", -0.22, 0.7),
    Plate("orbit near", 0.4, 1.2),
    Plate("orbit far", 0.24, 1.2),
    Plate("orbit floor", 0.25, 1.0),
)
_UPPER: tuple[Structure, ...] = (
    Body("maxilla", 0.36, Edge(5.0, grain=0.12)),
    Plate("maxilla front", 0.14, 0.9),
    Body("palate", 0.36, Edge(1.4)),
    Plate("nasal floor", 0.18, 0.8),
    Plate("palate vault", 0.14, 1.6),
    Veil("midface", 0.34, Edge(9.0, grain=0.16, cells=0.12)),
    Veil("sinus", -0.16, Edge(4.0)),
    Body("turbinate", 0.1, Edge(4.0)),
    Body("middle turbinate", 0.1, Edge(3.0)),
    Plate("zygoma", 0.26, 1.4),
    Plate("zygoma far", 0.18, 1.4),
    Veil("zygoma body", 0.16, Edge(3.0)),
    Plate("maxilla wall", 0.16, 1.2),
    Plate("fissure rear", 0.2, 1.6),
    Plate("fissure front", 0.22, 1.2),
    Veil("pterygoid", 0.18, Edge(3.0, grain=0.1)),
)

#: Structures of the midline, or so close to it that both sides fall together.
MIDLINE: tuple[Structure, ...] = (
    *_SOFT,
    *_SKULL,
    *_UPPER,
    Body("symphysis", 0.28, Edge(4.0, rim=0.9, rim_mm=3.0, grain=0.14)),
)

#: Structures drawn twice, once for either side of the head.
PAIRED: tuple[Structure, ...] = (
    Body("mandible", 0.33, Edge(9.0, grain=0.08)),
    Plate("ramus rear", 0.2, 2.2),
    Plate("canal", -0.05, 2.6),
    Plate("oblique line", 0.1, 3.0),
    Plate("alveolar crest", 0.05, 2.0),
)

#: Every vertebra by the start of its name.
NECK: tuple[Structure, ...] = (
    Body("atlas", 0.18, Edge(4.0, rim=1.2, rim_mm=2.2, grain=0.14)),
    Body("axis", 0.22, Edge(5.0, rim=0.9, rim_mm=2.2, grain=0.14)),
    Body("vertebra", 0.26, Edge(4.0, rim=1.0, rim_mm=1.4, grain=0.12)),
    Body("facet", 0.26, Edge(5.0, rim=0.5, grain=0.1)),
    Body("process", 0.11, Edge(7.0, rim=0.5, grain=0.2)),
)

TOOTH, CROWN = Edge(4.0), Edge(2.4)
FILLING = Edge(1.0)
DENTINE, ENAMEL, PULP, METAL = 0.34, 0.5, -0.1, 2.4
