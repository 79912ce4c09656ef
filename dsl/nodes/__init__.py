"""The syntax tree: what the author wrote, nothing decided yet.

Every node is frozen and compares by what it says, not by where it stands. Names are unresolved, the two vocabularies
are already one. `parse` builds it, `printer` writes it back, `resolve` gives it meaning.
"""

from rubricc.dsl.nodes.adjustments import *
from rubricc.dsl.nodes.cases import *
from rubricc.dsl.nodes.clauses import *
from rubricc.dsl.nodes.expressions import *
from rubricc.dsl.nodes.frame import *
from rubricc.dsl.nodes.reuse import *
from rubricc.dsl.nodes.rows import *
from rubricc.dsl.nodes.rubric import *
from rubricc.dsl.nodes.statements import *
from rubricc.dsl.nodes.tree import *
